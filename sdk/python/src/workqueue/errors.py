"""What the service answers when it does not do what was asked; each error names the request, to be found in its log."""

from __future__ import annotations


class ApiError(Exception):
    """The service refused, or could not be asked.

    Attributes:
        sentence: what happened and what to do about it.
        status: of HTTP; None when no answer came.
        code: the service's stable word for it; empty when it gave none.
        field: what in the request is wrong; None when it is not about a field.
        request_id: under which the service's log has the request.
        retry_after: seconds after which to try again, when the service said so.
    """

    def __init__(
        self,
        sentence: str,
        *,
        status: int | None = None,
        code: str = "",
        field: str | None = None,
        request_id: str = "",
        retry_after: float | None = None,
    ) -> None:
        """Keep what is known of it; the text of the exception has it all."""
        place = f" (status {status}, {code or 'no code'}, request {request_id})" if status else ""
        super().__init__(f"{sentence}{place or f' (request {request_id})'}")
        self.sentence = sentence
        self.status = status
        self.code = code
        self.field = field
        self.request_id = request_id
        self.retry_after = retry_after


class NotAllowed(ApiError):
    """401 or 403: the key is missing, wrong, expired, or lacks the scope that this takes."""


class NotFound(ApiError):
    """404: there is no such thing among what the key's tenant owns."""


class Conflict(ApiError):
    """409: the state of the job does not allow it."""


class LeaseLost(Conflict):
    """409 `lease_lost`: another worker may have the job, and nothing that this attempt says counts any more."""


class OutOfTime(Conflict):
    """409 `overdue`: the attempt has used up its time and is extended no more."""


class Invalid(ApiError):
    """Another 4xx, mostly 422: the request breaks a rule, which `field` and the sentence name."""


class Limited(ApiError):
    """429: too many requests, or a quota is used up."""


class Unavailable(ApiError):
    """5xx, or no answer at all: nothing is wrong with the request; the same one again is safe."""


_BY_STATUS: dict[int, type[ApiError]] = {
    401: NotAllowed,
    403: NotAllowed,
    404: NotFound,
    409: Conflict,
    429: Limited,
}
_BY_CODE: dict[str, type[ApiError]] = {"lease_lost": LeaseLost, "overdue": OutOfTime}


def kind(status: int, code: str) -> type[ApiError]:
    """The error that an answer stands for."""
    if status >= 500:
        return Unavailable
    return _BY_CODE.get(code) or _BY_STATUS.get(status, Invalid)
