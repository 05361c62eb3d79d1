"""The only place that spells a Redis key, for Python and (in `LUA`) for the scripts alike.

With namespace `workqueue:jobs` the pending list of the default queue, priority and tenant is literally the list
`workqueue:jobs`; every other key is `{workqueue:jobs}:<name>`, which hashes to the same slot of a Redis Cluster.
`docs/reference/redis-keys.md` says what each one holds.
"""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_QUEUE = "default"
DEFAULT_PRIORITY = 5
DEFAULT_TENANT = "default"


@dataclass(frozen=True)
class Keys:
    """The keys of one namespace (`QUEUE_NAME`)."""

    namespace: str

    def _named(self, name: str) -> str:
        return f"{{{self.namespace}}}:{name}"

    def pending(self, queue: str, priority: int, tenant: str) -> str:
        """The LIST of job ids that wait in one queue, priority and tenant; RPUSHed, taken from the head."""
        if (queue, priority, tenant) == (DEFAULT_QUEUE, DEFAULT_PRIORITY, DEFAULT_TENANT):
            return self.namespace
        return self._named(f"pending:{queue}:{priority}:{tenant}")

    def ready(self, queue: str) -> str:
        """The ZSET of the queue's non-empty pending lists, by priority band and virtual time."""
        return self._named(f"ready:{queue}")

    def claim(self, claim: str) -> str:
        """The STRING of the ids that a claim took, for its repeats; empty when it was withdrawn."""
        return self._named(f"claim:{claim}")

    def bell(self, queue: str) -> str:
        """The LIST on which idle workers wait in BRPOP; at most one token."""
        return self._named(f"bell:{queue}")

    def job(self, job_id: str) -> str:
        """The STRING that is the truth about one job (`shared/job.py` explains its parts)."""
        return self._named(f"job:{job_id}")

    def apart(self, job_id: str) -> str:
        """The HASH of those values of a job that are too long to be written again by each of its moves."""
        return self._named(f"apart:{job_id}")

    def held(self, runner: str) -> str:
        """The HASH job id -> fence of what one runner holds; one call extends it all."""
        return self._named(f"held:{runner}")

    def control(self, runner: str) -> str:
        """The LIST of ids of cancelled jobs that a runner should look at now; its parent waits on it."""
        return self._named(f"control:{runner}")

    def worker(self, worker: str) -> str:
        """The STRING (JSON, with a TTL) that a worker writes at each heartbeat."""
        return self._named(f"worker:{worker}")

    def tally(self, worker: str) -> str:
        """The HASH of what a worker over HTTP has done since it was first heard of: `since` (ms), `done`, `failed`."""
        return self._named(f"tally:{worker}")

    def own_workers(self, tenant: str) -> str:
        """The ZSET of a tenant's own workers by the time (ms) their records are gone."""
        return self._named(f"workers:{tenant}")

    def wake(self, duty: str) -> str:
        """The LIST on which a duty waits in BRPOP while there is nothing for it to do; at most one token."""
        return self._named(f"wake:{duty}")

    def lock(self, name: str) -> str:
        """The STRING whose holder performs a duty; its loss costs only a repeated, idempotent duty."""
        return self._named(f"lock:{name}")

    def limit(self, bucket: str) -> str:
        """The HASH of a token bucket: `tokens` left `at` a time (ms); gone once it would be full."""
        return self._named(f"limit:{bucket}")

    def ticket(self, digest: str) -> str:
        """The STRING, sealed, behind a ticket to a live stream, by the digest of the ticket; taken once."""
        return self._named(f"ticket:{digest}")

    def solo(self, queue: str) -> str:
        """The ZSET of suspects: jobs whose worker died twice, to be run alone."""
        return self._named(f"solo:{queue}")

    @property
    def form(self) -> str:
        """The STRING that names the form of all the others (`shared/redis_check.py`)."""
        return self._named("form")

    @property
    def leases(self) -> str:
        """The ZSET of running job ids by the time (ms) their lease ends."""
        return self._named("leases")

    @property
    def scheduled(self) -> str:
        """The ZSET of job ids by the time (ms) they fall due: scheduled jobs and retries."""
        return self._named("scheduled")

    @property
    def dead(self) -> str:
        """The LIST of dead letters, newest first."""
        return self._named("dead")

    @property
    def ended(self) -> str:
        """The ZSET of what ended together, `<ms> <id> <id> ...`, by the time (ms) until which the records stay."""
        return self._named("ended")

    @property
    def events(self) -> str:
        """The STREAM to which every move appends what it changed."""
        return self._named("events")

    @property
    def intake(self) -> str:
        """The HASH of raw entries that a client RPUSHed itself, until they are given a record."""
        return self._named("intake")

    @property
    def paused(self) -> str:
        """The SET of `queue:tenant` that are paused."""
        return self._named("paused")

    @property
    def queues(self) -> str:
        """The SET of queue names that ever had a job."""
        return self._named("queues")

    @property
    def workers(self) -> str:
        """The ZSET of worker ids by the time (ms) of their last heartbeat."""
        return self._named("workers")

    @property
    def weights(self) -> str:
        """The HASH tenant -> weight (1 to 60) of the fair queueing; absent means 1."""
        return self._named("weights")


LUA = """
local NS = KEYS[1]
local TAG = '{' .. NS .. '}:'
local function pending_key(queue, priority, tenant)
  if queue == 'default' and tonumber(priority) == 5 and tenant == 'default' then return NS end
  return TAG .. 'pending:' .. queue .. ':' .. priority .. ':' .. tenant
end
local function parked_key(queue, kind, priority, tenant)
  return TAG .. 'parked:' .. queue .. ':' .. kind .. ':' .. priority .. ':' .. tenant
end
local function ready_key(queue) return TAG .. 'ready:' .. queue end
local function ready_parked_key(queue, kind) return TAG .. 'ready-parked:' .. queue .. ':' .. kind end
local function parked_types_key(queue) return TAG .. 'parked:' .. queue end
local function clock_key(index) return index .. ':clock' end
local function bell_key(queue) return TAG .. 'bell:' .. queue end
local function job_key(id) return TAG .. 'job:' .. id end
local function apart_key(id) return TAG .. 'apart:' .. id end
local function held_key(runner) return TAG .. 'held:' .. runner end
local function control_key(runner) return TAG .. 'control:' .. runner end
local function worker_key(worker) return TAG .. 'worker:' .. worker end
local function tally_key(worker) return TAG .. 'tally:' .. worker end
local function own_workers_key(tenant) return TAG .. 'workers:' .. tenant end
local function wake_key(duty) return TAG .. 'wake:' .. duty end
local function lock_key(name) return TAG .. 'lock:' .. name end
local function claim_key(claim) return TAG .. 'claim:' .. claim end
local function limit_key(bucket) return TAG .. 'limit:' .. bucket end
local function solo_key(queue) return TAG .. 'solo:' .. queue end
local function solo_turn_key(queue) return TAG .. 'solo-turn:' .. queue end
local LEASES, SCHEDULED, DEAD, EVENTS = TAG .. 'leases', TAG .. 'scheduled', TAG .. 'dead', TAG .. 'events'
local INTAKE, INTAKE_COUNT = TAG .. 'intake', TAG .. 'intake-count'
local ENDED = TAG .. 'ended'
local PAUSED, QUEUES, WEIGHTS = TAG .. 'paused', TAG .. 'queues', TAG .. 'weights'
local WORKERS = TAG .. 'workers'
"""
"""The same spelling for the scripts; a test holds both to one another."""
