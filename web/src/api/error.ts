// The one shape in which everything that goes wrong with a request is shown.

/** What the service, or the way to it, said. */
export class ApiError extends Error {
  override name = "ApiError";

  constructor(
    /** Of HTTP; 0 when no answer came. */
    readonly status: number,
    /** A word that stays the same, as `not_found`; `unreachable` when no answer came. */
    readonly code: string,
    /** For people: what happened, to what, and what to do about it. */
    readonly sentence: string,
    /** The path of what is wrong in the request. */
    readonly field: string | null = null,
    /** Under which the service's log has it. */
    readonly requestId: string | null = null,
    /** Seconds after which to ask again, where the service says so. */
    readonly retryAfter: number | null = null,
  ) {
    super(sentence);
  }

  /** Anything that was thrown, as one of ours. */
  static of(error: unknown): ApiError {
    if (error instanceof ApiError) return error;
    if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) return unreachable();
    return new ApiError(0, "page", `the page made a mistake: ${error instanceof Error ? error.message : String(error)}`);
  }

  /** What an answer that is no success says, whatever stands in its body. */
  static ofAnswer(response: Response, body: unknown): ApiError {
    const told = problem(body);
    const header = response.headers.get("Retry-After");
    return new ApiError(
      response.status,
      told.code ?? `http_${response.status}`,
      told.sentence ?? (typeof body === "string" && body.trim() ? body.trim().slice(0, 500) : `the service answered ${response.status}`),
      told.field,
      told.requestId ?? response.headers.get("X-Request-Id"),
      header && /^\d+$/.test(header) ? Number(header) : null,
    );
  }

  /** The field of a form in which `field` lies: `tags.eu` is of `tags`. */
  get part(): string | null {
    return this.field?.split(/[.[]/, 1)[0] ?? null;
  }

  /** Whether asking again later may help. */
  get mayPass(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export function unreachable(): ApiError {
  return new ApiError(0, "unreachable", "the service cannot be reached: it may be restarting, or the network is away");
}

interface Told {
  sentence: string | null;
  code: string | null;
  field: string | null;
  requestId: string | null;
}

function problem(body: unknown): Told {
  const meta = member(body, "meta");
  return {
    sentence: text(member(body, "error")),
    code: text(member(meta, "code")),
    field: text(member(meta, "field")),
    requestId: text(member(meta, "request_id")),
  };
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
