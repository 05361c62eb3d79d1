// What the service takes and answers, made from docs/reference/openapi.json by `npm run types`: do not edit.
export interface paths {
    "/enqueue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a job, in short
         * @description Needs the scope `jobs:submit`.
         */
        post: operations["enqueue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See the newest 50 jobs, in the older words
         * @description Their states are `pending`, `processing`, `completed` and `failed`. Needs the scope `jobs:read`.
         */
        get: operations["listNewestJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See jobs
         * @description The newest first where nothing else is said. A page may be short, or empty, and yet have more: `meta.searched_until` says then how far was looked. Needs the scope `jobs:read`.
         */
        get: operations["listJobs"];
        put?: never;
        /**
         * Make a job
         * @description Needs the scope `jobs:submit`.
         */
        post: operations["createJob"];
        /**
         * Remove jobs that ended
         * @description Removes completed, dead and cancelled jobs that were created before a moment. Ask again while `has_more`. Needs the scope `jobs:manage`.
         */
        delete: operations["removeOldJobs"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make up to 500 jobs, all or none
         * @description Needs the scope `jobs:submit`.
         */
        post: operations["createJobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/cursor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Walk through all jobs
         * @description The newest first where nothing else is said. A page may be short, or empty, and yet have more: `meta.searched_until` says then how far was looked. Needs the scope `jobs:read`.
         */
        get: operations["listJobsByCursor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download all jobs that match
         * @description As CSV (RFC 4180, a line of names first; what a spreadsheet would take for a formula begins with `'`) or as JSON, one Job on each line. A download that breaks off has no end: its connection is cut. Needs the scope `jobs:read`.
         */
        get: operations["downloadJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry, cancel, requeue or delete many jobs
         * @description Does the act to a part of the jobs and says where the next call goes on. Of those that match a filter, those are meant that were made before the first call and whose state the act is for; the oldest come first. `act` is `retry`, `cancel`, `requeue` or `delete`. Needs the scope `jobs:manage`.
         */
        post: operations["actOnJobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a job
         * @description Needs the scope `jobs:read`.
         */
        get: operations["getJob"];
        put?: never;
        post?: never;
        /**
         * Cancel a job
         * @description Needs the scope `jobs:manage`.
         */
        delete: operations["cancelJob"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get what the handler returned, as it is
         * @description Needs the scope `jobs:read`.
         */
        get: operations["getJobResult"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See every run of a job, the oldest first
         * @description Needs the scope `jobs:read`.
         */
        get: operations["listAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a job again now
         * @description A scheduled or failed job at once; a dead one as a fresh job. Needs the scope `jobs:manage`.
         */
        post: operations["retryJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See why a job is not running
         * @description Or who runs it: a sentence, the reasons one by one, and the facts behind them. Needs the scope `jobs:read`.
         */
        get: operations["explainJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/wait": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Wait for the end of a job
         * @description Up to `seconds`, 0 to 30. Needs the scope `jobs:read`.
         */
        get: operations["waitForJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/lease": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lease jobs to run
         * @description Without jobs it answers an empty list, at once or after `wait_seconds`. Needs the scope `jobs:lease`.
         */
        post: operations["leaseJobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep a leased job for longer
         * @description Needs the scope `jobs:ack`.
         */
        post: operations["extendLease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/ack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that a leased job succeeded
         * @description Needs the scope `jobs:ack`.
         */
        post: operations["ackJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/nack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that a leased job failed
         * @description Another attempt follows, or the job is dead. Needs the scope `jobs:ack`.
         */
        post: operations["nackJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say how far a leased job is
         * @description Needs the scope `jobs:ack`.
         */
        post: operations["reportProgress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a leased job back unharmed
         * @description Needs the scope `jobs:ack`.
         */
        post: operations["releaseJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cron": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See schedules, by name
         * @description Needs the scope `jobs:read`.
         */
        get: operations["listSchedules"];
        put?: never;
        /**
         * Make a schedule
         * @description `docs/howto/schedule.md` says what happens when the clocks change and when nobody was there. Needs the scope `jobs:manage`.
         */
        post: operations["createSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cron/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a schedule, what it means and when it runs next
         * @description Needs the scope `jobs:read`.
         */
        get: operations["getSchedule"];
        put?: never;
        post?: never;
        /**
         * Delete a schedule; its jobs go on
         * @description Needs the scope `jobs:manage`.
         */
        delete: operations["deleteSchedule"];
        options?: never;
        head?: never;
        /**
         * Change a schedule
         * @description The members that are named change; what they make of the others is checked as a whole. Needs the scope `jobs:manage`.
         */
        patch: operations["changeSchedule"];
        trace?: never;
    };
    "/api/v1/cron/{id}/trigger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make one job of a schedule now
         * @description Also while it is paused, or its last job is open. Needs the scope `jobs:manage`.
         */
        post: operations["triggerSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cron/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what became of the hundred newest slots of a schedule
         * @description Needs the scope `jobs:read`.
         */
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cron/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * See what a cron expression means and when it would run
         * @description Nothing is kept. Needs the scope `jobs:read`.
         */
        post: operations["explainCron"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dlq": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See dead letters, the newest first
         * @description Needs the scope `jobs:read`.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        /**
         * Drop all dead letters that match for good
         * @description At least one of the filters is required. Up to `limit` in one call, 1,000 when absent; ask again while some remain. Needs the scope `jobs:manage`.
         */
        delete: operations["dropDeadLetters"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dlq/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See dead letters that are alike together, the largest group first
         * @description A group is those of one type whose errors read alike. Needs the scope `jobs:read`.
         */
        get: operations["listDeadGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dlq/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a dead letter
         * @description Needs the scope `jobs:read`.
         */
        get: operations["getDeadLetter"];
        put?: never;
        post?: never;
        /**
         * Drop a dead letter for good
         * @description Needs the scope `jobs:manage`.
         */
        delete: operations["dropDeadLetter"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dlq/{id}/requeue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a fresh job from a dead letter, once
         * @description With another payload or number of attempts, where the body says so. Needs the scope `jobs:manage`.
         */
        post: operations["requeueDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dlq/requeue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make fresh jobs from all dead letters that match
         * @description The oldest first. The answer names the first thousand of the new jobs. Needs the scope `jobs:manage`.
         */
        post: operations["requeueDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See webhooks, the newest first
         * @description Needs the scope `jobs:read`.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Make a webhook
         * @description The `secret` is shown this once. `docs/howto/webhooks.md` explains the fields and what is sent. Needs the scope `jobs:manage`.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a webhook
         * @description Needs the scope `jobs:read`.
         */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /**
         * Delete a webhook with its deliveries
         * @description Needs the scope `jobs:manage`.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change a webhook
         * @description Needs the scope `jobs:manage`.
         */
        patch: operations["changeWebhook"];
        trace?: never;
    };
    "/api/v1/webhooks/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a webhook a new secret
         * @description For a day deliveries are signed with the older one too. The new one is shown this once. Needs the scope `jobs:manage`.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell a webhook `webhook.test` now
         * @description Needs the scope `jobs:manage`.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what a webhook was told, the newest first
         * @description Needs the scope `jobs:read`.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries/{delivery_id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell something again, under the same id
         * @description Needs the scope `jobs:manage`.
         */
        post: operations["redeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See queues, by name
         * @description Needs the scope `jobs:read`.
         */
        get: operations["listQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{name}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand out no jobs of a queue; what runs goes on
         * @description Needs the scope `jobs:manage`.
         */
        post: operations["pauseQueue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{name}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand out the jobs of a queue again
         * @description Needs the scope `jobs:manage`.
         */
        post: operations["resumeQueue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See who is there to run jobs
         * @description Those that serve every tenant tell what they run, and of their machine, to the operator alone. `meta.summary` sums up all that are listed. Needs the scope `jobs:read`.
         */
        get: operations["listWorkers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See the counts of jobs
         * @description Redis alone does not know them: it forgets what has ended, and holds jobs that are due later and those that are due again as one. What it knows without Postgres is in `/api/v1/queues` and `/metrics`. Needs the scope `jobs:read`.
         */
        get: operations["getStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stats/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See figures over time
         * @description `step` in seconds, in whole minutes; when absent as few as make no more than 120 points. Up to the last 1,440 minutes, 60 when absent. Needs the scope `jobs:read`.
         */
        get: operations["getSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stats/failures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what failed lately, alike failures together
         * @description Of the newest failed attempts. Needs the scope `jobs:read`.
         */
        get: operations["getFailures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the figures of the service
         * @description As Prometheus reads them, or, where `Accept` asks for JSON, five numbers in the older words. For whoever runs the service.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See the types of jobs, and whether a worker knows them
         * @description Those that live workers know, and those of jobs that wait, known or not. Needs the scope `jobs:read`.
         */
        get: operations["listTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See who you are here, and what you may do
         * @description And what the service is set up for. Any key will do.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register
         * @description Makes a tenant, its first person and its first key, and mails a link that verifies the address. The password has 8 to 1,024 characters. Needs no key.
         */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in
         * @description Needs no key.
         */
        post: operations["logIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the next tokens of a session
         * @description A refresh token works once; shown again, its session ends. Needs no key.
         */
        post: operations["refreshSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a session
         * @description Needs no key.
         */
        post: operations["logOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/forgot-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a link that sets a new password
         * @description The answer is the same for everybody; the link comes by mail and works for an hour. Needs no key.
         */
        post: operations["forgetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a new password by the link of a mail
         * @description It ends every session. Needs no key.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show that an address is one's own, by the link of a mail
         * @description Needs no key.
         */
        post: operations["verifyAddress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See keys, the newest first
         * @description Needs the scope `keys:manage`.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Make a key
         * @description None that can do more than the caller. Its `kind` is `client`, `worker` or `admin`. The key itself is shown this once. Needs the scope `keys:manage`.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a key
         * @description Needs the scope `keys:manage`.
         */
        get: operations["getKey"];
        put?: never;
        post?: never;
        /**
         * End a key, within a second
         * @description Needs the scope `keys:manage`.
         */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a key in the place of another
         * @description The old one works until the overlap ends. It is a day where the body says nothing. The new key is shown this once. Needs the scope `keys:manage`.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See this month's jobs against the tier
         * @description A limit of -1 is none. Any key will do.
         */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See one's plan, and the others there are
         * @description `subscription` is null where there is none. Any key will do.
         */
        get: operations["getPlan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/checkout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to pay for a plan
         * @description Answers the address of a page of Stripe's on which to pay for `pro` or `business`. Needs the scope `keys:manage`.
         */
        post: operations["openCheckout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/customer-portal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change or end what one pays for
         * @description Answers the address of a page of Stripe's on which to change the plan, cancel it, and see invoices. Needs the scope `keys:manage`.
         */
        post: operations["openCustomerPortal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/regenerate-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a key in the place of another, which works no longer
         * @description The other is the one of `key_id`, or the newest client key. Needs the scope `keys:manage`.
         */
        post: operations["regenerateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/stripe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hear from Stripe
         * @description Stripe alone calls it, with an event that it has signed, as `Stripe-Signature` shows. `docs/howto/billing.md` says how to set it up. Needs no key.
         */
        post: operations["receiveStripeEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See whether the service is well
         * @description Needs no key.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/ticket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a ticket that opens one stream from a page
         * @description It works once, for 30 seconds. Needs the scope `jobs:read`.
         */
        post: operations["issueTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow what happens, as server-sent events
         * @description The answer does not end. The `data` of each event is one LiveMessage as JSON; a comment is a sign of life. Needs the scope `jobs:read`.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ws": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow what happens, over a WebSocket
         * @description Each frame that comes is one LiveMessage; what is sent is ignored. Needs the scope `jobs:read`.
         */
        get: operations["followEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the OpenAPI document
         * @description Needs no key.
         */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the OpenAPI document as a page
         * @description It loads nothing from elsewhere. Needs no key.
         */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Beside new jobs. */
        AcceptedMeta: {
            /**
             * @description Stands in `X-Request-Id` and in the service's log.
             * @example b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11
             */
            request_id: string;
            /**
             * @description Redis is away: the job is safe in its row and is put in line when Redis returns.
             * @constant
             */
            dispatch?: "deferred";
            /**
             * @description What the job survives: `postgres+redis` a wiped Redis, `redis-aof` the death of any process, `redis-volatile` not
             *     even a restart of Redis.
             * @enum {string}
             */
            durability: "postgres+redis" | "redis-aof" | "redis-volatile";
        };
        /** @description The attempt succeeded. */
        Ack: {
            fence: string;
            result?: unknown;
            logs?: components["schemas"]["LogLine"][];
        };
        /** @description The body of `POST /auth/verify`. */
        AddressVerification: {
            token: string;
        };
        /** @description One run of a job. */
        Attempt: {
            /** @example 1 */
            number: number;
            worker: string | null;
            /** @description When it could have begun. */
            ready_at: string | null;
            started_at: string | null;
            /** @description null while it runs. */
            ended_at: string | null;
            /** @description `released` and `crashed` runs do not count; null while it runs. */
            outcome: ("completed" | "failed" | "dead" | "cancelled" | "released" | "crashed") | null;
            error: string | null;
            traceback: string | null;
            /**
             * @description What the handler logged: when, in milliseconds since 1970, and the line.
             * @example [
             *       [
             *         1795253400000,
             *         "sent"
             *       ]
             *     ]
             */
            logs: [
                number,
                string
            ][];
        };
        /** @description Where Stripe asks for what it needs. */
        BillingPage: {
            /** @example https://checkout.stripe.com/c/pay/cs_test_a1 */
            url: string;
        };
        /** @description The body of `POST /jobs/bulk`. */
        BulkAct: {
            /** @enum {string} */
            act: "retry" | "cancel" | "requeue" | "delete";
            /** @description Either these jobs, */
            ids?: string[] | null;
            /** @description or those that match, as in the list; `{}`: all. */
            filter?: components["schemas"]["Filter"] | null;
            /**
             * @description Of those that match: at most so many in this call.
             * @default 200
             */
            limit?: number;
            /** @description `next_cursor` of the call before, with the same act and filter. */
            cursor?: string | null;
        } & ({
            ids: unknown[];
            filter?: null;
        } | {
            filter: Record<string, never>;
            ids?: null;
        });
        /** @description What a call did of an act on many jobs. */
        BulkDone: {
            done: number;
            refused: components["schemas"]["Refusal"][];
            /** @description That were not met yet. */
            remaining: number;
            /**
             * @description False: there are at least `remaining`.
             * @example true
             */
            remaining_is_exact: boolean;
            /** @description Give it back as `cursor` with the same act and filter; empty when that was all. */
            next_cursor: string;
            has_more: boolean;
            /** @description Something kept the call from its end: the same request goes on when it is over, with `next_cursor` if there is one. */
            stopped: components["schemas"]["Stop"] | null;
        };
        /** @description The body of `POST /dlq/requeue`. */
        BulkRequeue: {
            filter: components["schemas"]["DeadLetterFilter"];
            /** @default 1000 */
            limit?: number;
        };
        /** @description What became of a cancel. */
        Cancelled: {
            /** Format: uuid */
            id: string;
            /**
             * @description `cancelling`: it runs, and its worker was asked to stop.
             * @enum {string}
             */
            status: "cancelled" | "cancelling";
        };
        /** @description The body of `POST /portal/checkout`: what it costs is ours to say. */
        Checkout: {
            /** @enum {string} */
            plan: "pro" | "business";
        };
        /** @description What each store said. */
        Checks: {
            /** @example healthy */
            redis: string;
            /**
             * @description `not configured`: the queue runs on Redis alone.
             * @example healthy
             */
            postgres: string;
        };
        /** @description The last message. */
        ClosedMessage: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "closed";
            /** @example 1795253400000-0-1 */
            id: string;
            payload: components["schemas"]["Closing"];
            /** @example 1795253400000 */
            ts: number;
        };
        /** @description Why a stream ends. */
        Closing: {
            /** @enum {string} */
            reason: "too_slow" | "stopping" | "credentials_ended";
            message: string;
        };
        /** @description What a cron expression means. */
        CronExplained: {
            /** @example 30 2 * * * */
            cron_expression: string;
            /** @example Europe/Berlin */
            time_zone: string;
            /** @example At 02:30 */
            description: string;
            /** @description By the clock of the zone. */
            next_runs: string[];
        };
        /** @description What became of one slot. */
        CronRun: {
            /** Format: date-time */
            scheduled_for: string;
            /**
             * @description `decided`: its job is about to be accepted.
             * @enum {string}
             */
            outcome: "decided" | "queued" | "triggered" | "overlapped" | "missed" | "refused";
            job_id: string | null;
            job_status: components["schemas"]["State"] | null;
            /** @description Why there is no job. */
            reason: string | null;
        };
        /** @description The members of a schedule that are to be different; null is the same as absent where a schedule may lack it. */
        CronScheduleChange: {
            /** @description Unique in its tenant. */
            name?: string;
            job_type?: string;
            /** @description Five fields, or `@hourly @daily @weekly @monthly @yearly`. */
            cron_expression?: string;
            payload?: unknown;
            queue_name?: string | null;
            priority?: number | null;
            max_attempts?: number | null;
            timeout_seconds?: number | null;
            tags?: {
                [key: string]: string;
            } | null;
            /** @description IANA name; absent means UTC. */
            time_zone?: string | null;
            /** @description Absent means true. */
            enabled?: boolean | null;
            /** @description What becomes of slots that nobody was there for; absent means `run_once`. */
            missed_policy?: ("skip" | "run_once" | "run_all") | null;
            /** @description How many of them `run_all` makes up for, the newest; absent means 10. */
            max_missed_runs?: number | null;
            /** @description A slot later than this makes no job; absent means 60 under `skip` and no limit otherwise. */
            max_lateness_seconds?: number | null;
            /** @description `skip`: no new job while the last one is open; absent means `allow`. */
            overlap_policy?: ("allow" | "skip") | null;
        };
        /** @description Dead letters of one type whose errors read alike. */
        DeadGroup: {
            /**
             * @description The word to choose them by.
             * @example c40c3c1be5e710a0
             */
            group: string;
            /** @example send_email */
            type: string;
            /**
             * @description The first line; `#` stands for what differs: ids, hexadecimal words, numbers.
             * @example user # not found
             */
            error: string;
            /** @description The newest one, whole. */
            last_error: string | null;
            count: number;
            /** Format: date-time */
            oldest_at: string;
            /** Format: date-time */
            newest_at: string;
            /**
             * Format: uuid
             * @description Of the newest one.
             */
            sample_job_id: string;
        };
        /** @description A job that failed for good. */
        DeadLetter: {
            /** Format: uuid */
            id: string;
            /** @example send_email */
            type: string;
            /**
             * @example {
             *       "to": "ada@example.com"
             *     }
             */
            payload: unknown;
            /** @example 5 */
            priority: number;
            /** @example default */
            queue_name: string;
            /** @example 5 */
            max_attempts: number;
            /** @example 5 */
            total_attempts: number;
            /** @description Runs whose process died. */
            crash_count: number;
            /** Format: date-time */
            died_at: string;
            /** Format: date-time */
            original_created_at: string;
            /** @example false */
            requeued: boolean;
            last_error?: string;
            /**
             * Format: uuid
             * @description The fresh job that was made from it.
             */
            new_job_id?: string;
            /** Format: date-time */
            expires_at?: string;
            /**
             * @example {
             *       "customer": "42"
             *     }
             */
            tags?: {
                [key: string]: string;
            };
        };
        /** @description Which dead letters; all of what is given must hold. */
        DeadLetterFilter: {
            type?: string | null;
            queue?: string | null;
            /** @description Of `GET /dlq/groups`: those of one type whose errors read alike. */
            group?: string | null;
            error_contains?: string | null;
            /** @description RFC 3339: those that died before. */
            before?: string | null;
            ids?: string[] | null;
        };
        /** @description A schedule that is gone; its jobs go on. */
        DeletedSchedule: {
            /** Format: uuid */
            id: string;
            /** @constant */
            status: "deleted";
        };
        /** @description A webhook that is gone, with its deliveries. */
        DeletedWebhook: {
            /** Format: uuid */
            id: string;
            /** @constant */
            status: "deleted";
        };
        /** @description One telling and what came of it. */
        Delivery: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            webhook_id: string;
            event: ("job.enqueued" | "job.started" | "job.completed" | "job.failed" | "job.dead" | "job.cancelled") | "webhook.test";
            /** @enum {string} */
            status: "pending" | "delivered" | "failed" | "skipped";
            attempts: number;
            attempts_left: number;
            /** @description What is told. */
            payload: unknown;
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            job_id?: string;
            /** Format: date-time */
            next_attempt_at?: string;
            response_status?: number;
            /** @description The first bytes of the answer. */
            response_body?: string;
            latency_ms?: number;
            error?: string;
            /** Format: date-time */
            ended_at?: string;
        };
        /** @description Beside jobs that were put in line. */
        DispatchMeta: {
            /**
             * @description Stands in `X-Request-Id` and in the service's log.
             * @example b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11
             */
            request_id: string;
            /**
             * @description Redis is away: the job is safe in its row and is put in line when Redis returns.
             * @constant
             */
            dispatch?: "deferred";
        };
        /** @description A dead letter that is gone for good. */
        Dropped: {
            /** Format: uuid */
            id: string;
            /** @constant */
            status: "dropped";
        };
        /** @description The body of `POST /cron/explain`. */
        Expression: {
            /** @description Five fields, or a nickname such as `@daily`. */
            cron_expression: string;
            /** @description IANA name; absent means UTC. */
            time_zone?: string | null;
        };
        /** @description What became of a lease. */
        ExtendedLease: {
            /** Format: uuid */
            id: string;
            status: components["schemas"]["State"];
            /**
             * @description The same was said before: nothing changed.
             * @example false
             */
            repeated: boolean;
            /** @description A person asked it to stop; there where nothing was repeated. */
            cancelled?: boolean;
            /**
             * Format: date-time
             * @description There where nothing was repeated.
             */
            lease_until?: string;
        };
        /** @description What the reasons were found in; what does not matter is left out. */
        Facts: {
            /** Format: date-time */
            ended_at?: string;
            worker_id?: string;
            attempt?: number;
            /** Format: date-time */
            started_at?: string;
            /** Format: date-time */
            lease_until?: string;
            /** Format: date-time */
            deadline?: string;
            /** Format: date-time */
            run_at?: string;
            last_error?: string;
            /** @description Live ones. */
            workers?: number;
            /** @description Live ones that serve its queue and know its type. */
            workers_able?: number;
            /** @description Jobs of the same line before it. */
            ahead?: number;
            /** @description Jobs of higher priority in its queue. */
            urgent_ahead?: number;
            line_length?: number;
            /** @description Until it starts, by the rate of the last minute. */
            estimated_seconds?: number;
        };
        /** @description Failures of one type that read alike. */
        FailureGroup: {
            /** @example c40c3c1be5e710a0 */
            group: string;
            /** @example send_email */
            type: string;
            /**
             * @description The first line; `#` stands for what differs: ids, hexadecimal words, numbers.
             * @example user # not found
             */
            error: string;
            /** @description The newest one, whole. */
            last_error: string | null;
            /** @description Attempts. */
            count: number;
            /** @description How many of them were a job's last. */
            dead: number;
            /** Format: date-time */
            first_at: string;
            /** Format: date-time */
            last_at: string;
            /**
             * Format: uuid
             * @description Of the newest one.
             */
            sample_job_id: string;
        };
        /** @description What became of a failed attempt. */
        FailureReport: {
            /** Format: uuid */
            id: string;
            status: components["schemas"]["State"];
            /**
             * @description The same was said before: nothing changed.
             * @example false
             */
            repeated: boolean;
            /** @description Until the next attempt; there when one follows. */
            retry_in_seconds?: number;
        };
        /** @description The newest failed attempts, alike ones together. */
        Failures: {
            minutes: number;
            groups: components["schemas"]["FailureGroup"][];
            /** @description Attempts that were looked at. */
            failures: number;
            /** @description False: there are more, and every number is a lower bound. */
            complete: boolean;
            /** @description That `limit` left out. */
            more_groups: number;
        };
        /** @description What the service is set up for. */
        Features: {
            /** @description There is Postgres. */
            tables: boolean;
            accounts: boolean;
            billing: boolean;
            /** @description Mails go out; false: they are laid into a folder, or nowhere. */
            mail: boolean;
        };
        /** @description What happened in some time. */
        Figures: {
            /** @description Jobs that came. */
            enqueued: number;
            /** @description Jobs. */
            completed: number;
            /** @description Attempts, those whose process died among them. */
            failed: number;
            /** @description Jobs that failed for good. */
            dead: number;
            /** @description From ready to started, of the attempts that ended in this time. */
            wait_ms: components["schemas"]["Spread"];
            /** @description From started to ended. */
            run_ms: components["schemas"]["Spread"];
        };
        /** @description Which jobs; all of what is given must hold. */
        Filter: {
            /** @description One state, or several with commas between them. */
            status?: string | null;
            type?: string | null;
            queue?: string | null;
            /** @description `key:value,key2:value2`; a job must have all of them. */
            tags?: string | null;
            /** @description RFC 3339; this moment included. */
            created_after?: string | null;
            /** @description RFC 3339; this moment excluded. */
            created_before?: string | null;
            /** @description RFC 3339; only jobs that have ended, well or not, at this moment or later. */
            finished_after?: string | null;
            /** @description RFC 3339; this moment excluded. */
            finished_before?: string | null;
            /**
             * @description Text in the id, the payload or the error; A to Z in either case. Where it reads as an id or as the beginning of one
             *     (eight digits or more), and there are jobs of such an id, it means those alone.
             */
            q?: string | null;
        };
        /** @description A key that was just made: the key itself is shown this once. */
        FreshKey: {
            /** @example k3x9a0bz */
            id: string;
            /** @example billing service */
            name: string;
            /** @enum {string} */
            kind: "client" | "worker" | "admin";
            /**
             * @description What it may do.
             * @example [
             *       "jobs:submit",
             *       "jobs:read",
             *       "jobs:manage"
             *     ]
             */
            scopes: ("jobs:submit" | "jobs:read" | "jobs:manage" | "jobs:lease" | "jobs:ack" | "keys:manage")[];
            /**
             * @description How the key begins, to know it by.
             * @example wq_client_k3x9a0bz
             */
            key_prefix: string;
            /** @description The id of the key that it follows. */
            rotated_from: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description null: never. */
            expires_at: string | null;
            /** @description Written once a minute. */
            last_used_at: string | null;
            revoked_at: string | null;
            /** @example wq_client_k3x9a0bz_uQH1vBvVdmlOZmZ1oXyJk1E0y2sJt2l3wZb5nF8cQ0M */
            key: string;
            /** @example store it now: it is not shown again */
            warning: string;
        };
        /** @description A schedule with its coming runs. */
        FullCronSchedule: {
            /** Format: uuid */
            id: string;
            /** @example nightly report */
            name: string;
            /** @example send_email */
            job_type: string;
            /**
             * @example {
             *       "to": "ada@example.com"
             *     }
             */
            payload: unknown;
            /** @example default */
            queue_name: string;
            /** @example 5 */
            priority: number;
            max_attempts: number | null;
            timeout_seconds: number | null;
            tags: {
                [key: string]: string;
            } | null;
            /** @example 30 2 * * * */
            cron_expression: string;
            /** @example Europe/Berlin */
            time_zone: string;
            enabled: boolean;
            /** @enum {string} */
            missed_policy: "skip" | "run_once" | "run_all";
            /** @example 10 */
            max_missed_runs: number;
            max_lateness_seconds: number | null;
            /** @enum {string} */
            overlap_policy: "allow" | "skip";
            /** @description null while it is paused. */
            next_run_at: string | null;
            last_run_at: string | null;
            last_job_id: string | null;
            /** Format: date-time */
            created_at: string;
            /**
             * @description A sentence that explains the expression; null where this service knows its time zone no longer.
             * @example At 02:30
             */
            description: string | null;
            /** @description By the clock of its zone; none while it is paused. */
            next_runs: string[];
        };
        /** @description Where the stream goes on. */
        Gap: {
            continues_at: string;
            message: string;
        };
        /** @description Events were dropped before the reader had them: read the jobs again. */
        GapMessage: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "gap";
            payload: components["schemas"]["Gap"];
            /** @example 1795253400000 */
            ts: number;
        };
        /** @description Whether the stores answer, and how durable an accepted job is. */
        Health: {
            /** @enum {string} */
            status: "ok" | "degraded";
            checks: components["schemas"]["Checks"];
            /** @enum {string} */
            durability: "postgres+redis" | "redis-aof" | "redis-volatile";
            /** @description Seconds. */
            uptime: number;
        };
        /** @description A worker was heard of. */
        HeartbeatMessage: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "worker.heartbeat";
            worker_id: string;
            payload: components["schemas"]["SignOfLife"];
            /** @example 1795253400000 */
            ts: number;
        };
        /** @description A unit of work and what has become of it; what is not there yet is left out. */
        Job: {
            /** Format: uuid */
            id: string;
            /**
             * @description Which handler runs it.
             * @example send_email
             */
            type: string;
            /**
             * @description As it was given.
             * @example {
             *       "to": "ada@example.com"
             *     }
             */
            payload: unknown;
            /**
             * @description 10 is served first.
             * @example 5
             */
            priority: number;
            status: components["schemas"]["State"];
            /**
             * @description Runs that counted, the one under way included.
             * @example 0
             */
            attempts: number;
            /**
             * @description Runs allowed in all.
             * @example 5
             */
            max_attempts: number;
            /** @example default */
            queue_name: string;
            /**
             * Format: date-time
             * @description When it falls due, or fell due: the time asked for, or its next attempt.
             */
            scheduled_at: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            started_at?: string;
            /**
             * Format: date-time
             * @description When it ended, however it did.
             */
            completed_at?: string;
            /** @description Who runs it, or ran it last. */
            worker_id?: string;
            /** @description Why the last attempt failed. */
            error_message?: string;
            /** @description What the handler returned. */
            result?: unknown;
            /**
             * Format: date-time
             * @description When it is forgotten, where it says how long it is kept.
             */
            expires_at?: string;
            /**
             * @example {
             *       "customer": "42"
             *     }
             */
            tags?: {
                [key: string]: string;
            };
            progress?: components["schemas"]["JobProgress"];
            /** @description Runs whose process died; they do not count as attempts. */
            crash_count?: number;
            /** @description How long one attempt may run, where the job says it. */
            timeout_seconds?: number;
            /**
             * Format: uuid
             * @description The dead job that this one was made from.
             */
            requeued_from?: string;
            /**
             * Format: uuid
             * @description The fresh job that was made from this dead one.
             */
            requeued_as?: string;
            /** @description Who made it, for people. */
            enqueued_by?: string;
        };
        /** @description What happened to a job. */
        JobChange: {
            job: components["schemas"]["LiveJob"];
            /**
             * @description `snapshot`: said again by a repair.
             * @enum {string}
             */
            cause: "enqueued" | "started" | "progress" | "completed" | "failed" | "dead" | "cancelled" | "released" | "crashed" | "promoted" | "snapshot";
        };
        /** @description Something happened to a job. */
        JobMessage: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "job.cancelled" | "job.completed" | "job.dead" | "job.enqueued" | "job.failed" | "job.progress" | "job.started";
            /** @example 1795253400000-0-1 */
            id: string;
            /** Format: uuid */
            job_id: string;
            /** @example send_email */
            job_type: string;
            worker_id?: string;
            payload: components["schemas"]["JobChange"];
            /** @example 1795253400000 */
            ts: number;
        };
        /** @description Beside a part of a list of jobs. */
        JobPageMeta: {
            /**
             * @description Stands in `X-Request-Id` and in the service's log.
             * @example b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11
             */
            request_id: string;
            /**
             * Format: date-time
             * @description The time was over before as many were found as were asked for: how far was looked. The next page goes on there.
             */
            searched_until?: string;
            /**
             * @description How many there are in all.
             * @example 1
             */
            total_count: number;
            /** @example 20 */
            limit: number;
            /** @example 0 */
            offset: number;
            /** @example false */
            has_more: boolean;
            /**
             * @description False: there are at least `total_count`; counting ends at 100,000, or when it has taken long enough.
             * @example true
             */
            total_is_exact: boolean;
        };
        /** @description How far the handler is, as it last said. */
        JobProgress: {
            /** @example 0.5 */
            fraction: number;
            /** @example half of it */
            message: string;
        };
        /** @description A type of jobs. */
        JobType: {
            /** @example send_email */
            name: string;
            /** @description A live worker would run it. */
            known: boolean;
            /** @description That name it. */
            workers: number;
            /** @description Jobs that they can run at a time. */
            slots: number;
            /** @description Jobs that wait; null without Postgres. */
            pending: number | null;
            /** @description How long the oldest of them has waited. */
            oldest_age_seconds: number | null;
        };
        /** @description Part of a walk through jobs. */
        JobsPage: {
            items: components["schemas"]["Job"][];
            /** @description Give it back as `cursor` under the same filters and in the same order; empty on the last page. */
            next_cursor: string;
            has_more: boolean;
            /** @example 20 */
            limit: number;
        };
        /** @description An API key, without its secret. */
        Key: {
            /** @example k3x9a0bz */
            id: string;
            /** @example billing service */
            name: string;
            /** @enum {string} */
            kind: "client" | "worker" | "admin";
            /**
             * @description What it may do.
             * @example [
             *       "jobs:submit",
             *       "jobs:read",
             *       "jobs:manage"
             *     ]
             */
            scopes: ("jobs:submit" | "jobs:read" | "jobs:manage" | "jobs:lease" | "jobs:ack" | "keys:manage")[];
            /**
             * @description How the key begins, to know it by.
             * @example wq_client_k3x9a0bz
             */
            key_prefix: string;
            /** @description The id of the key that it follows. */
            rotated_from: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description null: never. */
            expires_at: string | null;
            /** @description Written once a minute. */
            last_used_at: string | null;
            revoked_at: string | null;
        };
        /** @description The body of `POST /keys/{id}/rotate`. */
        KeyRotation: {
            /**
             * @description How long the old key still works.
             * @default 86400
             */
            overlap_seconds?: number;
        };
        /** @description The newest telling of a webhook, in short. */
        LastDelivery: {
            /** Format: uuid */
            id: string;
            event: ("job.enqueued" | "job.started" | "job.completed" | "job.failed" | "job.dead" | "job.cancelled") | "webhook.test";
            /** @enum {string} */
            status: "pending" | "delivered" | "failed" | "skipped";
            /** Format: date-time */
            created_at: string;
            response_status?: number;
        };
        /** @description More time. */
        LeaseExtension: {
            fence: string;
            /** @description Of the lease, from now. */
            seconds: number;
            /** @description Of the attempt, from now; absent: as it is. */
            timeout_seconds?: number | null;
        };
        /** @description Who holds a job. */
        LeaseHolder: {
            fence: string;
        };
        /** @description What became of what a worker said. */
        LeaseReport: {
            /** Format: uuid */
            id: string;
            status: components["schemas"]["State"];
            /**
             * @description The same was said before: nothing changed.
             * @example false
             */
            repeated: boolean;
        };
        /** @description Which jobs a worker wants. */
        LeaseRequest: {
            /** @description Looked at in this order; absent: every queue. */
            queues?: string[] | null;
            /** @description Absent: any type. */
            types?: string[] | null;
            /** @default 1 */
            limit?: number;
            /** @default 60 */
            lease_seconds?: number;
            /**
             * @description How long to wait for the first job.
             * @default 0
             */
            wait_seconds?: number;
            /**
             * @description How long an attempt may take where the job does not say it.
             * @default 1800
             */
            timeout_seconds?: number;
            /** @description The worker's own name, the same in each of its requests. */
            worker_id?: string | null;
            /** @description Jobs that it runs at a time; this and what follows is shown beside its name. */
            concurrency?: number | null;
            host?: string | null;
            version?: string | null;
        };
        /** @description A job that the caller holds, with what it takes to run and to end it. */
        LeasedJob: {
            /** Format: uuid */
            id: string;
            /**
             * @description Which handler runs it.
             * @example send_email
             */
            type: string;
            /**
             * @description As it was given.
             * @example {
             *       "to": "ada@example.com"
             *     }
             */
            payload: unknown;
            /**
             * @description 10 is served first.
             * @example 5
             */
            priority: number;
            status: components["schemas"]["State"];
            /**
             * @description Runs that counted, the one under way included.
             * @example 0
             */
            attempts: number;
            /** @description null: the handler's own number, else 5. */
            max_attempts: number | null;
            /** @example default */
            queue_name: string;
            /**
             * Format: date-time
             * @description When it falls due, or fell due: the time asked for, or its next attempt.
             */
            scheduled_at: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            started_at?: string;
            /**
             * Format: date-time
             * @description When it ended, however it did.
             */
            completed_at?: string;
            /** @description Who runs it, or ran it last. */
            worker_id?: string;
            /** @description Why the last attempt failed. */
            error_message?: string;
            /** @description What the handler returned. */
            result?: unknown;
            /**
             * Format: date-time
             * @description When it is forgotten, where it says how long it is kept.
             */
            expires_at?: string;
            /**
             * @example {
             *       "customer": "42"
             *     }
             */
            tags?: {
                [key: string]: string;
            };
            progress?: components["schemas"]["JobProgress"];
            /** @description Runs whose process died; they do not count as attempts. */
            crash_count?: number;
            /** @description How long one attempt may run, where the job says it. */
            timeout_seconds?: number;
            /**
             * Format: uuid
             * @description The dead job that this one was made from.
             */
            requeued_from?: string;
            /**
             * Format: uuid
             * @description The fresh job that was made from this dead one.
             */
            requeued_as?: string;
            /** @description Who made it, for people. */
            enqueued_by?: string;
            /** @example default */
            tenant: string;
            /** @description Which run this is. */
            attempt: number;
            /**
             * @description The word that each report must show.
             * @example Zk1xS0dYbTJWUEpx
             */
            fence: string;
            /** Format: date-time */
            lease_until: string;
            /** @description When the attempt is out of time and is extended no more. */
            deadline: string | null;
        };
        /** @description A schedule in a list. */
        ListedCronSchedule: {
            /** Format: uuid */
            id: string;
            /** @example nightly report */
            name: string;
            /** @example send_email */
            job_type: string;
            /**
             * @example {
             *       "to": "ada@example.com"
             *     }
             */
            payload: unknown;
            /** @example default */
            queue_name: string;
            /** @example 5 */
            priority: number;
            max_attempts: number | null;
            timeout_seconds: number | null;
            tags: {
                [key: string]: string;
            } | null;
            /** @example 30 2 * * * */
            cron_expression: string;
            /** @example Europe/Berlin */
            time_zone: string;
            enabled: boolean;
            /** @enum {string} */
            missed_policy: "skip" | "run_once" | "run_all";
            /** @example 10 */
            max_missed_runs: number;
            max_lateness_seconds: number | null;
            /** @enum {string} */
            overlap_policy: "allow" | "skip";
            /** @description null while it is paused. */
            next_run_at: string | null;
            last_run_at: string | null;
            last_job_id: string | null;
            /** Format: date-time */
            created_at: string;
            /**
             * @description A sentence that explains the expression; null where this service knows its time zone no longer.
             * @example At 02:30
             */
            description: string | null;
            /** @description How its last job stands; null where there is none, or no longer. */
            last_job_status: components["schemas"]["State"] | null;
        };
        /** @description A job as an event leaves it, without payload and result; what the event does not know is left out. */
        LiveJob: {
            /** Format: uuid */
            id: string;
            /** @example send_email */
            type: string;
            /** @example default */
            queue_name: string;
            status: components["schemas"]["State"];
            attempts: number;
            /** @description Grows with every change: an event with one that the reader has, or an older one, is a repetition. */
            version: number;
            worker_id?: string;
            /** Format: date-time */
            started_at?: string;
            /** Format: date-time */
            completed_at?: string;
            error_message?: string;
            crash_count?: number;
            /** Format: date-time */
            scheduled_at?: string;
            progress?: components["schemas"]["JobProgress"];
        };
        /** @description What one event of a stream, or one frame of a WebSocket, holds: JSON on one line. */
        LiveMessage: components["schemas"]["JobMessage"] | components["schemas"]["HeartbeatMessage"] | components["schemas"]["StatsMessage"] | components["schemas"]["GapMessage"] | components["schemas"]["ClosedMessage"];
        /** @description A line that the handler wrote. */
        LogLine: {
            at_ms: number;
            line: string;
        };
        /** @description Who has just logged in, and the keys of their tenant. */
        LoggedIn: {
            /**
             * @description Send it as `Authorization: Bearer`.
             * @example eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl
             */
            token: string;
            /**
             * @description Works once, for the next pair.
             * @example 5e9d0c0a5d6f4f6f8d0b1d5f6f0e7c3a
             */
            refresh_token: string;
            /**
             * @description Seconds that the token works.
             * @example 900
             */
            expires_in: number;
            user: components["schemas"]["User"];
            keys: components["schemas"]["Key"][];
        };
        /** @description The body of `POST /auth/login`; any password may be tried, but not one that takes long to hash. */
        Login: {
            /** Format: email */
            email: string;
            password: string;
        };
        /** @description A body with a mail address, which is the same in capitals. */
        MailAddress: {
            /** Format: email */
            email: string;
        };
        /** @description What became of all that match. */
        ManyDropped: {
            dropped: number;
            /** @description Dead letters that still match. */
            remaining: number;
        };
        /** @description What became of all that match. */
        ManyRequeued: {
            requeued: number;
            /** @description Dead letters that still match. */
            remaining: number;
            /** @description Of the fresh jobs, the first thousand. */
            new_job_ids: string[];
        };
        /** @description Who the caller is, and what they may do. */
        Me: {
            /** @example default */
            tenant: string;
            who: components["schemas"]["Who"];
            /**
             * @example [
             *       "jobs:read",
             *       "jobs:submit"
             *     ]
             */
            scopes: string[];
            /** @description They run the service. */
            operator: boolean;
            /** @description null for whoever runs the service. */
            tier: string | null;
            features: components["schemas"]["Features"];
            /** @enum {string} */
            environment: "production" | "development";
            /** @description Callers without a key are let in. */
            open: boolean;
            /** @example 0.1.0 */
            version: string;
        };
        /** @description A sentence for people. */
        Message: {
            message: string;
        };
        /** @description What is said beside every answer. */
        Meta: {
            /**
             * @description Stands in `X-Request-Id` and in the service's log.
             * @example b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11
             */
            request_id: string;
        };
        /** @description The attempt failed. */
        Nack: {
            fence: string;
            error: string;
            retry_after_seconds?: number | null;
            /**
             * @description No other attempt can help.
             * @default false
             */
            dead?: boolean;
            /** @description Of the handler, for jobs that do not say it. */
            max_attempts?: number | null;
            traceback?: string | null;
            logs?: components["schemas"]["LogLine"][];
        };
        /** @description How this job's retries wait; `shared.backoff.Backoff` explains each. */
        NewBackoff: {
            /** @default 5 */
            base_seconds?: number;
            /** @default 3600 */
            max_seconds?: number;
            /** @default 2 */
            factor?: number;
            /** @default true */
            jitter?: boolean;
        };
        /** @description A schedule as a caller asks for it; null is the same as absent, but in `payload`. */
        NewCronSchedule: {
            /** @description Unique in its tenant. */
            name: string;
            job_type: string;
            /** @description Five fields, or `@hourly @daily @weekly @monthly @yearly`. */
            cron_expression: string;
            payload?: unknown;
            queue_name?: string | null;
            priority?: number | null;
            max_attempts?: number | null;
            timeout_seconds?: number | null;
            tags?: {
                [key: string]: string;
            } | null;
            /** @description IANA name; absent means UTC. */
            time_zone?: string | null;
            /** @description Absent means true. */
            enabled?: boolean | null;
            /** @description What becomes of slots that nobody was there for; absent means `run_once`. */
            missed_policy?: ("skip" | "run_once" | "run_all") | null;
            /** @description How many of them `run_all` makes up for, the newest; absent means 10. */
            max_missed_runs?: number | null;
            /** @description A slot later than this makes no job; absent means 60 under `skip` and no limit otherwise. */
            max_lateness_seconds?: number | null;
            /** @description `skip`: no new job while the last one is open; absent means `allow`. */
            overlap_policy?: ("allow" | "skip") | null;
        };
        /**
         * @description A job as a caller asks for it; null is the same as absent, but in `payload`.
         *
         *     `scheduled_at` and `delay_ms` exclude each other; `retries` beside `max_attempts` must be one less. A payload has at
         *     most 256 KiB as compact JSON, and 32 levels.
         */
        NewJob: {
            /** @description Which handler runs it. */
            type: string;
            /** @description Any JSON; comes out equal. */
            payload?: unknown;
            /** @description 10 is served first; absent means 5. */
            priority?: number | null;
            /** @description Absent means `default`. */
            queue_name?: string | null;
            /** @description Runs allowed in all; absent means the handler's own number, else 5. */
            max_attempts?: number | null;
            /** @description `max_attempts - 1`, in the older words. */
            retries?: number | null;
            /** @description RFC 3339 with a zone, at most a year ahead; a time that is past means now. */
            scheduled_at?: string | null;
            /** @description From now on, at most a year. */
            delay_ms?: number | null;
            /** @description How long the job is kept after its end. */
            ttl_seconds?: number | null;
            /** @description How long one attempt may run. */
            timeout_seconds?: number | null;
            /** @description How its retries wait; absent means by the defaults of its members. */
            backoff?: components["schemas"]["NewBackoff"] | null;
            /** @description To find it by. */
            tags?: {
                [key: string]: string;
            } | null;
        };
        /** @description The body of `POST /keys`. */
        NewKey: {
            name: string;
            /**
             * @default client
             * @enum {string}
             */
            kind?: "client" | "worker" | "admin";
            /** @description Fewer than the kind has; absent: all of them. */
            scopes?: ("jobs:submit" | "jobs:read" | "jobs:manage" | "jobs:lease" | "jobs:ack" | "keys:manage")[] | null;
            /** @description RFC 3339; absent: never, or with the key that the caller shows. */
            expires_at?: string | null;
        };
        /** @description A webhook as a caller asks for it; null is the same as absent. */
        NewWebhook: {
            /** Format: uri */
            url: string;
            /** @description Absent: completed, failed and dead. */
            events?: ("job.enqueued" | "job.started" | "job.completed" | "job.failed" | "job.dead" | "job.cancelled")[] | null;
            /** @description Absent or empty: one is made. */
            secret?: string | null;
            enabled?: boolean | null;
            description?: string | null;
        };
        /** @description The body of a rotation. */
        NewWebhookSecret: {
            /** @description Absent or empty: one is made. */
            secret?: string | null;
        };
        /** @description A job in the older words. */
        OlderJob: {
            /** Format: uuid */
            id: string;
            /** @example send_email */
            type: string;
            /** @enum {string} */
            status: "pending" | "processing" | "completed" | "failed";
            /** @example 3 */
            retries: number;
            attempts: number;
            /**
             * @example {
             *       "to": "ada@example.com"
             *     }
             */
            payload: unknown;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            error_message?: string;
        };
        /** @description Five numbers in the older words, summed over the live workers. */
        OlderMetrics: {
            total_jobs_in_queue: number;
            jobs_done: number;
            jobs_failed: number;
            worker_concurrency: number;
            /** @example workqueue:jobs */
            queue_name: string;
        };
        /** @description Beside a part of a list. */
        PageMeta: {
            /**
             * @description Stands in `X-Request-Id` and in the service's log.
             * @example b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11
             */
            request_id: string;
            /**
             * @description How many there are in all.
             * @example 1
             */
            total_count: number;
            /** @example 20 */
            limit: number;
            /** @example 0 */
            offset: number;
            /** @example false */
            has_more: boolean;
        };
        /** @description The body of `POST /auth/reset-password`. */
        PasswordReset: {
            token: string;
            password: string;
        };
        /** @description Whether a queue hands out jobs. */
        PausedQueue: {
            /** @example default */
            name: string;
            paused: boolean;
        };
        /** @description What a tenant may subscribe to. */
        Plan: {
            /** @example pro */
            name: string;
            /**
             * @description Jobs a month; -1: no limit.
             * @example 100000
             */
            jobs_limit: number;
        };
        /** @description This month's use, the plans there are, and what the tenant subscribes to. */
        PlanUsage: {
            /**
             * @description null for the operator's own tenant, of which nothing is counted.
             * @example free
             */
            tier: string | null;
            /** @example 12 */
            jobs_used: number | null;
            /**
             * @description -1: no limit.
             * @example 1000
             */
            jobs_limit: number;
            /** @example 1.2 */
            usage_percent: number;
            /** @example false */
            limit_reached: boolean;
            /** @description When the next month begins. */
            reset_at: string | null;
            /**
             * @description The newest client key that works.
             * @example k3x9a0bz
             */
            key_id: string | null;
            /** @example wq_client_k3x9a0bz */
            key_prefix: string | null;
            /** @example free */
            plan: string | null;
            plans: components["schemas"]["Plan"][];
            billing_configured: boolean;
            subscription: components["schemas"]["Subscription"] | null;
        };
        /** @description What happened in one step. */
        Point: {
            /** @description Jobs that came. */
            enqueued: number;
            /** @description Jobs. */
            completed: number;
            /** @description Attempts, those whose process died among them. */
            failed: number;
            /** @description Jobs that failed for good. */
            dead: number;
            /** @description From ready to started, of the attempts that ended in this time. */
            wait_ms: components["schemas"]["Spread"];
            /** @description From started to ended. */
            run_ms: components["schemas"]["Spread"];
            /**
             * Format: date-time
             * @description Its begin.
             */
            at: string;
        };
        /** @description An answer that is not what the caller hoped for. */
        Problem: {
            data: null;
            /** @description For people: what happened, to what, and what to do about it. */
            error: string;
            meta: components["schemas"]["ProblemMeta"];
        };
        /** @description Beside the sentence of a problem. */
        ProblemMeta: {
            /**
             * @description Stands in `X-Request-Id` and in the service's log.
             * @example b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11
             */
            request_id: string;
            /**
             * @description One word for programs, which stays the same; each operation lists those that it answers.
             * @example invalid
             */
            code: string;
            /**
             * @description The path of what is wrong in the request.
             * @example payload.items[3]
             */
            field?: string;
        };
        /** @description How far the handler is. */
        ProgressReport: {
            fence: string;
            fraction: number;
            /** @default  */
            message?: string;
        };
        /** @description One queue. */
        QueueState: {
            /** @example default */
            name: string;
            /** @description Jobs that wait. */
            depth: number;
            /** @description How long the oldest has waited; 0 when none waits. */
            oldest_age_seconds: number;
            paused: boolean;
            /** @description Jobs whose time has not come; null without Postgres, as the next two. */
            scheduled: number | null;
            /** @description Jobs that failed, and whose next attempt is due later. */
            retrying: number | null;
            running: number | null;
            /** @description Jobs that ended in the last minute; null without Postgres. */
            rate_per_minute: number | null;
        };
        /** @description The short answer to a new job; with `Prefer: wait` the end of it, when it came in time. */
        Queued: {
            /** @enum {string} */
            status: "queued" | "completed" | "dead" | "cancelled";
            /** @example send_email */
            type: string;
            /** @example 3 */
            retries: number;
            /** @example default */
            queue_name: string;
            /** Format: uuid */
            job_id: string;
            /** @enum {string} */
            durability: "postgres+redis" | "redis-aof" | "redis-volatile";
            /**
             * @description Redis is away: the job is safe in its row and is put in line when Redis returns.
             * @constant
             */
            dispatch?: "deferred";
            /** @description What the handler returned (null where it returned nothing); there when it was waited for. */
            result?: unknown;
            error_message?: string;
        };
        /** @description One thing that a job waits for. */
        Reason: {
            /** @enum {string} */
            code: "ended" | "lease_ran_out" | "cancelling" | "running" | "not_in_line" | "waiting_for_retry" | "scheduled" | "queue_paused" | "no_worker" | "queue_not_served" | "type_unknown" | "suspect" | "urgent_first" | "in_line" | "turn" | "next";
            sentence: string;
        };
        /** @description The body of `POST /auth/refresh` and `/auth/logout`. */
        RefreshToken: {
            refresh_token: string;
        };
        /** @description A job that did not allow an act. */
        Refusal: {
            /** Format: uuid */
            id: string;
            /** @example already_ended */
            code: string;
            /** @description For people: why, and what to do about it. */
            sentence: string;
        };
        /** @description A key in the place of an older one. */
        RegeneratedKey: {
            /** @example k3x9a0bz */
            id: string;
            /** @example billing service */
            name: string;
            /** @enum {string} */
            kind: "client" | "worker" | "admin";
            /**
             * @description What it may do.
             * @example [
             *       "jobs:submit",
             *       "jobs:read",
             *       "jobs:manage"
             *     ]
             */
            scopes: ("jobs:submit" | "jobs:read" | "jobs:manage" | "jobs:lease" | "jobs:ack" | "keys:manage")[];
            /**
             * @description How the key begins, to know it by.
             * @example wq_client_k3x9a0bz
             */
            key_prefix: string;
            /** @description The id of the key that it follows. */
            rotated_from: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description null: never. */
            expires_at: string | null;
            /** @description Written once a minute. */
            last_used_at: string | null;
            revoked_at: string | null;
            /** @example wq_client_k3x9a0bz_uQH1vBvVdmlOZmZ1oXyJk1E0y2sJt2l3wZb5nF8cQ0M */
            key: string;
            /** @example store it now: it is not shown again */
            warning: string;
            /** @example free */
            tier: string | null;
            /** @example 1000 */
            jobs_limit: number;
        };
        /** @description The body of `POST /portal/regenerate-key`. */
        Regeneration: {
            /** @description Which key to replace; absent: the newest client key that works. */
            key_id?: string | null;
        };
        /** @description Who has just registered, and their first key. */
        Registered: {
            /**
             * @description Send it as `Authorization: Bearer`.
             * @example eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl
             */
            token: string;
            /**
             * @description Works once, for the next pair.
             * @example 5e9d0c0a5d6f4f6f8d0b1d5f6f0e7c3a
             */
            refresh_token: string;
            /**
             * @description Seconds that the token works.
             * @example 900
             */
            expires_in: number;
            user: components["schemas"]["User"];
            api_key: components["schemas"]["FreshKey"];
        };
        /** @description The body of `POST /auth/register`. */
        Registration: {
            /** Format: email */
            email: string;
            password: string;
        };
        /** @description What a removal of old jobs did. */
        Removed: {
            deleted: number;
            /** @description There was more than one request removes: ask again. */
            has_more: boolean;
        };
        /** @description What the fresh job should have instead of the old one's. */
        RequeueEdit: {
            payload?: unknown;
            max_attempts?: number | null;
        };
        /** @description The fresh job that was made from a dead one. */
        Requeued: {
            new_job: components["schemas"]["Job"];
            /** Format: uuid */
            dlq_entry_id: string;
        };
        /** @description A key that works no longer. */
        RevokedKey: {
            /** @example k3x9a0bz */
            id: string;
            /** @constant */
            status: "revoked";
        };
        /** @description A process of a worker that runs jobs. */
        Runner: {
            id: string;
            pid: number;
            /** @description The jobs that it runs. */
            running: unknown[];
        };
        /** @description A job that a worker runs. */
        RunningJob: {
            /** Format: uuid */
            id: string;
            /** @example send_email */
            type: string;
            attempt?: number;
            /** @description When it was claimed. */
            since: string | null;
        };
        /** @description What became of what a worker said while it runs the job. */
        RunningReport: {
            /** Format: uuid */
            id: string;
            status: components["schemas"]["State"];
            /**
             * @description The same was said before: nothing changed.
             * @example false
             */
            repeated: boolean;
            /** @description A person asked it to stop; there where nothing was repeated. */
            cancelled?: boolean;
        };
        /** @description Beside jobs that were searched for. */
        SearchMeta: {
            /**
             * @description Stands in `X-Request-Id` and in the service's log.
             * @example b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11
             */
            request_id: string;
            /**
             * Format: date-time
             * @description The time was over before as many were found as were asked for: how far was looked. The next page goes on there.
             */
            searched_until?: string;
        };
        /** @description Figures over time, one point for each step; the last step is not over yet. */
        Series: {
            minutes: number;
            /**
             * @description Seconds.
             * @example 60
             */
            step: number;
            queue: string | null;
            points: components["schemas"]["Point"][];
            total: components["schemas"]["Figures"];
        };
        /** @description Who is logged in, and the tokens that show it. */
        Session: {
            /**
             * @description Send it as `Authorization: Bearer`.
             * @example eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl
             */
            token: string;
            /**
             * @description Works once, for the next pair.
             * @example 5e9d0c0a5d6f4f6f8d0b1d5f6f0e7c3a
             */
            refresh_token: string;
            /**
             * @description Seconds that the token works.
             * @example 900
             */
            expires_in: number;
            user: components["schemas"]["User"];
        };
        /**
         * @description A job in the short form, whose payload is an object; null is the same as absent.
         *
         *     `scheduled_at` and `delay_ms` exclude each other; `retries` beside `max_attempts` must be one less. A payload has at
         *     most 256 KiB as compact JSON, and 32 levels.
         */
        ShortJob: {
            /** @description Which handler runs it. */
            type: string;
            /** @description Any JSON object; comes out equal. */
            payload?: {
                [key: string]: unknown;
            } | null;
            /** @description 10 is served first; absent means 5. */
            priority?: number | null;
            /** @description Absent means `default`. */
            queue_name?: string | null;
            /** @description Runs allowed in all; absent means the handler's own number, else 5. */
            max_attempts?: number | null;
            /** @description `max_attempts - 1`, in the older words. */
            retries?: number | null;
            /** @description RFC 3339 with a zone, at most a year ahead; a time that is past means now. */
            scheduled_at?: string | null;
            /** @description From now on, at most a year. */
            delay_ms?: number | null;
            /** @description How long the job is kept after its end. */
            ttl_seconds?: number | null;
            /** @description How long one attempt may run. */
            timeout_seconds?: number | null;
            /** @description How its retries wait; absent means by the defaults of its members. */
            backoff?: components["schemas"]["NewBackoff"] | null;
            /** @description To find it by. */
            tags?: {
                [key: string]: string;
            } | null;
        };
        /** @description That a worker is there. */
        SignOfLife: {
            /** @constant */
            status: "alive";
            /** Format: date-time */
            last_seen: string;
        };
        /** @description How long attempts took, in milliseconds, off by less than a fifth; null where none was counted. */
        Spread: {
            p50: number | null;
            p95: number | null;
        };
        /**
         * @description Where a job is in its life; the words stand in records, rows, events and answers alike.
         * @enum {string}
         */
        State: "scheduled" | "pending" | "running" | "failed" | "completed" | "dead" | "cancelled";
        /** @description The counts of a tenant's jobs. */
        Stats: {
            total_jobs: number;
            scheduled: number;
            pending: number;
            running: number;
            /** @description Another attempt is due. */
            failed: number;
            completed: number;
            dead: number;
            cancelled: number;
            /** @description null while Redis is away. */
            active_workers: number | null;
            /** @description That ended in the last minute. */
            jobs_per_minute: number;
            /** @description Pending and running. */
            queue_depth: number;
            dlq_count: number;
            /** @description Which part of all is failed or dead. */
            failed_rate: number;
        };
        /** @description The counts, every few seconds. */
        StatsMessage: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "stats.update";
            /** @example 1795253400000-0-1 */
            id: string;
            payload: components["schemas"]["Stats"];
            /** @example 1795253400000 */
            ts: number;
        };
        /** @description Why a call ended early. */
        Stop: {
            /** @example monthly_limit_reached */
            code: string;
            sentence: string;
        };
        /** @description One event of a stream, as readers of server-sent events have it. */
        StreamEvent: {
            /** @example 1795253400000-0-1 */
            id?: string;
            /** @description The `type` of the message. */
            event: string;
            data: string;
        };
        /** @description What a tenant subscribes to, as Stripe last said. */
        Subscription: {
            /** @example pro */
            plan: string | null;
            /** @example active */
            status: string | null;
            period_start: string | null;
            period_end: string | null;
            /** @example false */
            cancel_at_period_end: boolean;
        };
        /** @description The workers of an answer together; what one does not say counts as nothing. */
        Summary: {
            workers: number;
            slots: number;
            busy: number;
            /** @description Since each began. */
            jobs_done: number;
            /** @description Attempts. */
            jobs_failed: number;
        };
        /** @description What opens one stream from a page. */
        Ticket: {
            /** @description Empty where callers need no key. */
            ticket: string;
            /**
             * @description Seconds.
             * @example 30
             */
            expires_in: number;
        };
        /** @description What stands beside types. */
        TypesMeta: {
            /**
             * @description Stands in `X-Request-Id` and in the service's log.
             * @example b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11
             */
            request_id: string;
            /** @description All jobs that wait were looked at; false: only the oldest, and `pending` is a lower bound. */
            complete: boolean;
        };
        /** @description This month's jobs against the tier. */
        Usage: {
            /**
             * @description null for the operator's own tenant, of which nothing is counted.
             * @example free
             */
            tier: string | null;
            /** @example 12 */
            jobs_used: number | null;
            /**
             * @description -1: no limit.
             * @example 1000
             */
            jobs_limit: number;
            /** @example 1.2 */
            usage_percent: number;
            /** @example false */
            limit_reached: boolean;
            /** @description When the next month begins. */
            reset_at: string | null;
        };
        /** @description A person who registered. */
        User: {
            /** Format: uuid */
            id: string;
            /**
             * @description Whose jobs they see.
             * @example t3f9c2a417be04d58
             */
            tenant: string;
            /** @example ada@example.com */
            email: string;
            verified: boolean;
            /** Format: date-time */
            created_at: string;
        };
        /** @description Where a tenant wants to hear of its jobs. */
        Webhook: {
            /** Format: uuid */
            id: string;
            /** @example https://example.com/hooks */
            url: string;
            description: string;
            /**
             * @example [
             *       "job.completed",
             *       "job.failed",
             *       "job.dead"
             *     ]
             */
            events: ("job.enqueued" | "job.started" | "job.completed" | "job.failed" | "job.dead" | "job.cancelled")[];
            enabled: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Why the service disabled it. */
            disabled_reason?: string;
            /**
             * Format: date-time
             * @description Until then deliveries are signed with the older secret too.
             */
            previous_secret_expires_at?: string;
            /** @description Absent: nothing was told yet, or nothing that is still kept. */
            last_delivery?: components["schemas"]["LastDelivery"];
        };
        /** @description What is to be different; the rest stays. */
        WebhookChange: {
            url?: string | null;
            events?: ("job.enqueued" | "job.started" | "job.completed" | "job.failed" | "job.dead" | "job.cancelled")[] | null;
            enabled?: boolean | null;
            description?: string | null;
        };
        /** @description A webhook with its secret, which is shown this once. */
        WebhookWithSecret: {
            /** Format: uuid */
            id: string;
            /** @example https://example.com/hooks */
            url: string;
            description: string;
            /**
             * @example [
             *       "job.completed",
             *       "job.failed",
             *       "job.dead"
             *     ]
             */
            events: ("job.enqueued" | "job.started" | "job.completed" | "job.failed" | "job.dead" | "job.cancelled")[];
            enabled: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Why the service disabled it. */
            disabled_reason?: string;
            /**
             * Format: date-time
             * @description Until then deliveries are signed with the older secret too.
             */
            previous_secret_expires_at?: string;
            /** @description Absent: nothing was told yet, or nothing that is still kept. */
            last_delivery?: components["schemas"]["LastDelivery"];
            /** @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw */
            secret: string;
        };
        /** @description The caller. */
        Who: {
            /**
             * @description `static`: `API_KEY` or `ADMIN_KEY`; `open`: nobody was asked.
             * @enum {string}
             */
            kind: "session" | "key" | "static" | "open";
            id: string | null;
            /** @description The e-mail address of a session, the name of a key. */
            name: string | null;
            /** @description Whether the person of a session has shown that the address is theirs; null for all others. */
            verified: boolean | null;
        };
        /** @description Why a job is not running, or who runs it. */
        Why: {
            /** Format: uuid */
            id: string;
            status: components["schemas"]["State"];
            /**
             * @description The main reason.
             * @example It is next: it starts as soon as a worker that knows its type is free.
             */
            sentence: string;
            reasons: components["schemas"]["Reason"][];
            facts: components["schemas"]["Facts"];
        };
        /** @description A live worker, as it last described itself; of its machine it tells the operator alone. */
        Worker: {
            id: string;
            /** @enum {string} */
            kind: "threads" | "http";
            /** @constant */
            status: "active";
            /** Format: date-time */
            last_seen: string;
            heartbeat_age_seconds: number;
            /**
             * @description `*`: every queue.
             * @example [
             *       "*"
             *     ]
             */
            queues?: string[];
            /**
             * @description `*`: any type.
             * @example [
             *       "send_email"
             *     ]
             */
            types?: string[];
            /** @description Of a worker over HTTP: whose it is. */
            tenant?: string;
            /** Format: date-time */
            started_at?: string;
            /** @description The same as `slots`. */
            concurrency?: number;
            /** @description Jobs that it can run at a time. */
            slots?: number;
            /** @description Jobs that it runs. */
            busy?: number;
            /** @description Those, as far as one answer names them. */
            jobs?: components["schemas"]["RunningJob"][];
            version?: string;
            host?: string;
            pid?: number;
            port?: number;
            jobs_done?: number;
            jobs_failed?: number;
            runners?: components["schemas"]["Runner"][];
        };
        /** @description What stands beside workers. */
        WorkersMeta: {
            /**
             * @description Stands in `X-Request-Id` and in the service's log.
             * @example b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11
             */
            request_id: string;
            summary: components["schemas"]["Summary"];
        };
    };
    responses: {
        /** @description `bad_request`: it cannot be read, or is not what this path speaks. */
        "400.bad_request": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "it cannot be read, or is not what this path speaks",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "bad_request"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "bad_request";
                    };
                };
            };
        };
        /** @description `invalid_cursor`: the cursor was altered, or belongs to a list with other filters. */
        "400.invalid_cursor": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "the cursor was altered, or belongs to a list with other filters",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "invalid_cursor"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "invalid_cursor";
                    };
                };
            };
        };
        /** @description `invalid_id`: an id in the path is no UUID. */
        "400.invalid_id": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "an id in the path is no UUID",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "invalid_id"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "invalid_id";
                    };
                };
            };
        };
        /** @description `invalid_json`: the body is no JSON. */
        "400.invalid_json": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "the body is no JSON",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "invalid_json"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "invalid_json";
                    };
                };
            };
        };
        /** @description `invalid_json`: the body is no JSON; `invalid_cursor`: the cursor was altered, or belongs to a list with other filters. */
        "400.invalid_json.invalid_cursor": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "the body is no JSON",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "invalid_json"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "invalid_json" | "invalid_cursor";
                    };
                };
            };
        };
        /** @description `invalid_json`: the body is no JSON; `invalid_id`: an id in the path is no UUID. */
        "400.invalid_json.invalid_id": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "the body is no JSON",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "invalid_json"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "invalid_json" | "invalid_id";
                    };
                };
            };
        };
        /** @description `invalid_json`: the body is no JSON; `invalid_token`: the link is unknown, used or too old. */
        "400.invalid_json.invalid_token": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "the body is no JSON",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "invalid_json"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "invalid_json" | "invalid_token";
                    };
                };
            };
        };
        /** @description `invalid_signature`: Stripe did not sign it, or too long ago; `wrong_mode`: the event is of the other mode of Stripe than the service's key. */
        "400.invalid_signature.wrong_mode": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "Stripe did not sign it, or too long ago",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "invalid_signature"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "invalid_signature" | "wrong_mode";
                    };
                };
            };
        };
        /** @description `no_billing_account`: the tenant never began to pay. */
        "400.no_billing_account": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "the tenant never began to pay",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "no_billing_account"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "no_billing_account";
                    };
                };
            };
        };
        /** @description `invalid_credentials`: no such address, or another password. */
        "401.invalid_credentials": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "no such address, or another password",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "invalid_credentials"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "invalid_credentials";
                    };
                };
            };
        };
        /** @description `unauthorized`: no key, or one that does not work. */
        "401.unauthorized": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "no key, or one that does not work",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "unauthorized"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "unauthorized";
                    };
                };
            };
        };
        /** @description `unauthorized`: no key, or one that does not work; `invalid_refresh_token`: the refresh token was used, has expired or is none. */
        "401.unauthorized.invalid_refresh_token": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "no key, or one that does not work",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "unauthorized"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "unauthorized" | "invalid_refresh_token";
                    };
                };
            };
        };
        /** @description `forbidden`: the key works and may not do this; the sentence names the scope; `origin_refused`: a page of this origin may not open it. */
        "403.forbidden.origin_refused": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "the key works and may not do this; the sentence names the scope",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "forbidden"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "forbidden" | "origin_refused";
                    };
                };
            };
        };
        /** @description `origin_refused`: a page of this origin may not open it. */
        "403.origin_refused": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "a page of this origin may not open it",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "origin_refused"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "origin_refused";
                    };
                };
            };
        };
        /** @description `not_found`: there is no such thing, or it is another tenant's. */
        "404.not_found": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "there is no such thing, or it is another tenant's",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "not_found"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
        };
        /** @description `already_ended`: the job has ended. */
        "409.already_ended": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "the job has ended",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "already_ended"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "already_ended";
                    };
                };
            };
        };
        /** @description `already_requeued`: the dead letter was requeued before. */
        "409.already_requeued": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "the dead letter was requeued before",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "already_requeued"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "already_requeued";
                    };
                };
            };
        };
        /** @description `already_requeued`: the dead letter was requeued before; `not_retryable`: the job is neither failed, scheduled nor dead. */
        "409.already_requeued.not_retryable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "the dead letter was requeued before",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "already_requeued"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "already_requeued" | "not_retryable";
                    };
                };
            };
        };
        /** @description `email_taken`: the address is registered. */
        "409.email_taken": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "the address is registered",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "email_taken"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "email_taken";
                    };
                };
            };
        };
        /** @description `key_ended`: the key works no longer. */
        "409.key_ended": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "the key works no longer",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "key_ended"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "key_ended";
                    };
                };
            };
        };
        /** @description `lease_lost`: the lease is over: nothing that this attempt says counts. */
        "409.lease_lost": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "the lease is over: nothing that this attempt says counts",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "lease_lost"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "lease_lost";
                    };
                };
            };
        };
        /** @description `lease_lost`: the lease is over: nothing that this attempt says counts; `overdue`: the attempt is out of time and is extended no more. */
        "409.lease_lost.overdue": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "the lease is over: nothing that this attempt says counts",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "lease_lost"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "lease_lost" | "overdue";
                    };
                };
            };
        };
        /** @description `limit_reached`: the tenant has as many as it may. */
        "409.limit_reached": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "the tenant has as many as it may",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "limit_reached"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "limit_reached";
                    };
                };
            };
        };
        /** @description `name_taken`: another schedule has this name. */
        "409.name_taken": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "another schedule has this name",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "name_taken"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "name_taken";
                    };
                };
            };
        };
        /** @description `name_taken`: another schedule has this name; `edited_meanwhile`: others are editing it. */
        "409.name_taken.edited_meanwhile": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "another schedule has this name",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "name_taken"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "name_taken" | "edited_meanwhile";
                    };
                };
            };
        };
        /** @description `no_plan`: the operator's own tenant has no plan; `checkout_under_way`: another checkout of the tenant is being opened; `already_subscribed`: the tenant subscribes already. */
        "409.no_plan.checkout_under_way.already_subscribed": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "the operator's own tenant has no plan",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "no_plan"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "no_plan" | "checkout_under_way" | "already_subscribed";
                    };
                };
            };
        };
        /** @description `webhook_disabled`: the webhook is disabled. */
        "409.webhook_disabled": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "the webhook is disabled",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "webhook_disabled"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "webhook_disabled";
                    };
                };
            };
        };
        /** @description `too_large`: a payload or a body over its limit. */
        "413.too_large": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "a payload or a body over its limit",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "too_large"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "too_large";
                    };
                };
            };
        };
        /** @description `invalid`: `meta.field` breaks the rule that the sentence gives. */
        "422.invalid": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "meta.field breaks the rule that the sentence gives",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "invalid"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "invalid";
                    };
                };
            };
        };
        /** @description `invalid`: `meta.field` breaks the rule that the sentence gives; `idempotency_key_reused`: the Idempotency-Key was used for another request. */
        "422.invalid.idempotency_key_reused": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "meta.field breaks the rule that the sentence gives",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "invalid"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "invalid" | "idempotency_key_reused";
                    };
                };
            };
        };
        /** @description `bad_request`: it cannot be read, or is not what this path speaks. */
        "426.bad_request": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "it cannot be read, or is not what this path speaks",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "bad_request"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "bad_request";
                    };
                };
            };
        };
        /** @description `rate_limited`: too many requests: again after `Retry-After` seconds. */
        "429.rate_limited": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "too many requests: again after Retry-After seconds",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "rate_limited"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "rate_limited";
                    };
                };
            };
        };
        /** @description `rate_limited`: too many requests: again after `Retry-After` seconds; `monthly_limit_reached`: the tier's jobs of this month are made; nothing was accepted. */
        "429.rate_limited.monthly_limit_reached": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "too many requests: again after Retry-After seconds",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "rate_limited"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "rate_limited" | "monthly_limit_reached";
                    };
                };
            };
        };
        /** @description `rate_limited`: too many requests: again after `Retry-After` seconds; `too_many_exports`: the tenant, or the process, has as many downloads under way as it may: again when one has ended. */
        "429.rate_limited.too_many_exports": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "too many requests: again after Retry-After seconds",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "rate_limited"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "rate_limited" | "too_many_exports";
                    };
                };
            };
        };
        /** @description `rate_limited`: too many requests: again after `Retry-After` seconds; `too_many_keys`: the tenant has as many working keys as it may. */
        "429.rate_limited.too_many_keys": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "too many requests: again after Retry-After seconds",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "rate_limited"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "rate_limited" | "too_many_keys";
                    };
                };
            };
        };
        /** @description `rate_limited`: too many requests: again after `Retry-After` seconds; `too_many_schedules`: the tenant has as many schedules as it may. */
        "429.rate_limited.too_many_schedules": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "too many requests: again after Retry-After seconds",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "rate_limited"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "rate_limited" | "too_many_schedules";
                    };
                };
            };
        };
        /** @description `rate_limited`: too many requests: again after `Retry-After` seconds; `too_many_streams`: the tenant, or the process, has as many streams as it may. */
        "429.rate_limited.too_many_streams": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "too many requests: again after Retry-After seconds",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "rate_limited"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "rate_limited" | "too_many_streams";
                    };
                };
            };
        };
        /** @description `rate_limited`: too many requests: again after `Retry-After` seconds; `too_many_workers`: the tenant's workers lease under too many names. */
        "429.rate_limited.too_many_workers": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "too many requests: again after Retry-After seconds",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "rate_limited"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "rate_limited" | "too_many_workers";
                    };
                };
            };
        };
        /** @description `billing_refused`: Stripe refused what was asked. */
        "502.billing_refused": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "Stripe refused what was asked",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "billing_refused"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "billing_refused";
                    };
                };
            };
        };
        /** @description `accounts_off`: accounts need `JWT_SECRET`; `tables_needed`: this needs Postgres, and the service runs without; `database_unavailable`: Postgres is away: again after `Retry-After` seconds; `queue_unavailable`: Redis is away: again after `Retry-After` seconds. */
        "503.accounts_off.tables_needed.database_unavailable.queue_unavailable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "accounts need JWT_SECRET",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "accounts_off"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "accounts_off" | "tables_needed" | "database_unavailable" | "queue_unavailable";
                    };
                };
            };
        };
        /** @description `billing_unavailable`: Stripe is away: again after `Retry-After` seconds; `billing_not_configured`: billing needs the settings of Stripe; `tables_needed`: this needs Postgres, and the service runs without; `database_unavailable`: Postgres is away: again after `Retry-After` seconds. */
        "503.billing_unavailable.billing_not_configured.tables_needed.database_unavailable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "Stripe is away: again after Retry-After seconds",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "billing_unavailable"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "billing_unavailable" | "billing_not_configured" | "tables_needed" | "database_unavailable";
                    };
                };
            };
        };
        /** @description `database_unavailable`: Postgres is away: again after `Retry-After` seconds. */
        "503.database_unavailable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "Postgres is away: again after Retry-After seconds",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "database_unavailable"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "database_unavailable";
                    };
                };
            };
        };
        /** @description `database_unavailable`: Postgres is away: again after `Retry-After` seconds; `queue_unavailable`: Redis is away: again after `Retry-After` seconds. */
        "503.database_unavailable.queue_unavailable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "Postgres is away: again after Retry-After seconds",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "database_unavailable"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "database_unavailable" | "queue_unavailable";
                    };
                };
            };
        };
        /** @description `database_unavailable`: Postgres is away: again after `Retry-After` seconds; `queue_unavailable`: Redis is away: again after `Retry-After` seconds; `queue_full`: the queue takes no more now: again after `Retry-After` seconds. */
        "503.database_unavailable.queue_unavailable.queue_full": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "Postgres is away: again after Retry-After seconds",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "database_unavailable"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "database_unavailable" | "queue_unavailable" | "queue_full";
                    };
                };
            };
        };
        /** @description `database_unavailable`: Postgres is away: again after `Retry-After` seconds; `queue_unavailable`: Redis is away: again after `Retry-After` seconds; `too_many_waiting`: too many requests wait already: again shortly, or without waiting. */
        "503.database_unavailable.queue_unavailable.too_many_waiting": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "Postgres is away: again after Retry-After seconds",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "database_unavailable"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "database_unavailable" | "queue_unavailable" | "too_many_waiting";
                    };
                };
            };
        };
        /** @description `tables_needed`: this needs Postgres, and the service runs without; `database_unavailable`: Postgres is away: again after `Retry-After` seconds. */
        "503.tables_needed.database_unavailable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "this needs Postgres, and the service runs without",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "tables_needed"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "tables_needed" | "database_unavailable";
                    };
                };
            };
        };
        /** @description `tables_needed`: this needs Postgres, and the service runs without; `database_unavailable`: Postgres is away: again after `Retry-After` seconds; `queue_unavailable`: Redis is away: again after `Retry-After` seconds. */
        "503.tables_needed.database_unavailable.queue_unavailable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "this needs Postgres, and the service runs without",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "tables_needed"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "tables_needed" | "database_unavailable" | "queue_unavailable";
                    };
                };
            };
        };
        /** @description `tables_needed`: this needs Postgres, and the service runs without; `database_unavailable`: Postgres is away: again after `Retry-After` seconds; `queue_unavailable`: Redis is away: again after `Retry-After` seconds; `queue_full`: the queue takes no more now: again after `Retry-After` seconds. */
        "503.tables_needed.database_unavailable.queue_unavailable.queue_full": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "this needs Postgres, and the service runs without",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "tables_needed"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "tables_needed" | "database_unavailable" | "queue_unavailable" | "queue_full";
                    };
                };
            };
        };
        /** @description `tables_needed`: this needs Postgres, and the service runs without; `database_unavailable`: Postgres is away: again after `Retry-After` seconds; `too_many_exports`: the tenant, or the process, has as many downloads under way as it may: again when one has ended. */
        "503.tables_needed.database_unavailable.too_many_exports": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "this needs Postgres, and the service runs without",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "tables_needed"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "tables_needed" | "database_unavailable" | "too_many_exports";
                    };
                };
            };
        };
        /** @description `too_many_streams`: the tenant, or the process, has as many streams as it may; `database_unavailable`: Postgres is away: again after `Retry-After` seconds; `queue_unavailable`: Redis is away: again after `Retry-After` seconds; `too_many_waiting`: too many requests wait already: again shortly, or without waiting. */
        "503.too_many_streams.database_unavailable.queue_unavailable.too_many_waiting": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "data": null,
                 *       "error": "the tenant, or the process, has as many streams as it may",
                 *       "meta": {
                 *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                 *         "code": "too_many_streams"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Problem"] & {
                    meta?: {
                        /** @enum {unknown} */
                        code?: "too_many_streams" | "database_unavailable" | "queue_unavailable" | "too_many_waiting";
                    };
                };
            };
        };
        /** @description `invalid_json`: the body is no JSON; `invalid`: `meta.field` breaks the rule that the sentence gives. */
        "text.400.invalid_json.invalid": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /** @example type is required */
                "text/plain": string;
            };
        };
        /** @description `unauthorized`: no key, or one that does not work. */
        "text.401.unauthorized": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                /** @example type is required */
                "text/plain": string;
            };
        };
        /** @description `forbidden`: the key works and may not do this; the sentence names the scope; `origin_refused`: a page of this origin may not open it. */
        "text.403.forbidden.origin_refused": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /** @example type is required */
                "text/plain": string;
            };
        };
        /** @description `too_large`: a payload or a body over its limit. */
        "text.413.too_large": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /** @example type is required */
                "text/plain": string;
            };
        };
        /** @description `idempotency_key_reused`: the Idempotency-Key was used for another request. */
        "text.422.idempotency_key_reused": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /** @example type is required */
                "text/plain": string;
            };
        };
        /** @description `rate_limited`: too many requests: again after `Retry-After` seconds. */
        "text.429.rate_limited": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /** @example type is required */
                "text/plain": string;
            };
        };
        /** @description `rate_limited`: too many requests: again after `Retry-After` seconds; `monthly_limit_reached`: the tier's jobs of this month are made; nothing was accepted. */
        "text.429.rate_limited.monthly_limit_reached": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /** @example type is required */
                "text/plain": string;
            };
        };
        /** @description `database_unavailable`: Postgres is away: again after `Retry-After` seconds. */
        "text.500.database_unavailable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /** @example type is required */
                "text/plain": string;
            };
        };
        /** @description `database_unavailable`: Postgres is away: again after `Retry-After` seconds; `queue_unavailable`: Redis is away: again after `Retry-After` seconds. */
        "text.500.database_unavailable.queue_unavailable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                [name: string]: unknown;
            };
            content: {
                /** @example type is required */
                "text/plain": string;
            };
        };
        /** @description `queue_full`: the queue takes no more now: again after `Retry-After` seconds. */
        "text.503.queue_full": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /** @example type is required */
                "text/plain": string;
            };
        };
    };
    parameters: {
        /** @description Makes the request safe to repeat: the same key and request are answered alike and take effect once. */
        "Idempotency-Key": string;
        /** @description `wait=10` (up to 30 s, RFC 7240): answer with the ended job when it ends in time. */
        Prefer: string;
        /** @description The id of the last event that the reader has: the stream goes on behind it. */
        "Last-Event-ID": string;
    };
    requestBodies: never;
    headers: {
        /** @description Yours, if it is 1 to 64 of `A-Z a-z 0-9 _ . -`, else a fresh one. */
        "X-Request-Id": string;
        /** @description Requests that a rested caller may make at once; where limits are set. */
        "X-RateLimit-Limit": number;
        /** @description How many of them are left. */
        "X-RateLimit-Remaining": number;
        /** @description Seconds until all of them are back. */
        "X-RateLimit-Reset": number;
        /** @description Seconds after which to try again. */
        "Retry-After": number;
        /** @description The scheme that is understood. */
        "WWW-Authenticate": string;
        /** @description Where the job is found. */
        Location: string;
        /** @description The same request was accepted before, under the same key. */
        "Idempotent-Replayed": "true";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    enqueue: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: the same key and request are answered alike and take effect once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description `wait=10` (up to 30 s, RFC 7240): answer with the ended job when it ends in time. */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "send_email",
                 *       "payload": {
                 *         "to": "ada@example.com"
                 *       },
                 *       "retries": 3
                 *     }
                 */
                "application/json": components["schemas"]["ShortJob"];
            };
        };
        responses: {
            /** @description It is accepted; or it was waited for, and has ended. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "queued",
                     *       "type": "send_email",
                     *       "retries": 3,
                     *       "queue_name": "default",
                     *       "job_id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *       "durability": "postgres+redis"
                     *     }
                     */
                    "application/json": components["schemas"]["Queued"];
                };
            };
            /** @description It did not end in time: it is accepted. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    Location: components["headers"]["Location"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "queued",
                     *       "type": "send_email",
                     *       "retries": 3,
                     *       "queue_name": "default",
                     *       "job_id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *       "durability": "postgres+redis"
                     *     }
                     */
                    "application/json": components["schemas"]["Queued"];
                };
            };
            400: components["responses"]["text.400.invalid_json.invalid"];
            401: components["responses"]["text.401.unauthorized"];
            403: components["responses"]["text.403.forbidden.origin_refused"];
            413: components["responses"]["text.413.too_large"];
            422: components["responses"]["text.422.idempotency_key_reused"];
            429: components["responses"]["text.429.rate_limited.monthly_limit_reached"];
            500: components["responses"]["text.500.database_unavailable.queue_unavailable"];
            503: components["responses"]["text.503.queue_full"];
        };
    };
    listNewestJobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Without Postgres it is empty. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "type": "send_email",
                     *         "status": "pending",
                     *         "retries": 3,
                     *         "attempts": 0,
                     *         "payload": {
                     *           "to": "ada@example.com"
                     *         },
                     *         "created_at": "2026-11-22T09:30:00.000Z",
                     *         "updated_at": "2026-11-22T09:30:00.000Z"
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["OlderJob"][];
                };
            };
            401: components["responses"]["text.401.unauthorized"];
            403: components["responses"]["text.403.forbidden.origin_refused"];
            429: components["responses"]["text.429.rate_limited"];
            500: components["responses"]["text.500.database_unavailable"];
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description One state, or several with commas between them. */
                status?: string;
                type?: string;
                queue?: string;
                /** @description `key:value,key2:value2`; a job must have all of them. */
                tags?: string;
                /** @description RFC 3339; this moment included. */
                created_after?: string;
                /** @description RFC 3339; this moment excluded. */
                created_before?: string;
                /** @description RFC 3339; only jobs that have ended, well or not, at this moment or later. */
                finished_after?: string;
                /** @description RFC 3339; this moment excluded. */
                finished_before?: string;
                /**
                 * @description Text in the id, the payload or the error; A to Z in either case. Where it reads as an id or as the beginning of one
                 *     (eight digits or more), and there are jobs of such an id, it means those alone.
                 */
                q?: string;
                limit?: number;
                /** @description Beyond 10,000 a list of jobs goes on by cursor. */
                offset?: number;
                /** @description The order; absent: `-created_at`, newest first, or `-finished_at` where the end is filtered by. */
                sort?: "created_at" | "-created_at" | "finished_at" | "-finished_at";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *           "type": "send_email",
                     *           "payload": {
                     *             "to": "ada@example.com"
                     *           },
                     *           "priority": 5,
                     *           "status": "scheduled",
                     *           "attempts": 0,
                     *           "max_attempts": 5,
                     *           "queue_name": "default",
                     *           "scheduled_at": "2026-11-22T09:30:00.000Z",
                     *           "created_at": "2026-11-22T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                     *         "total_count": 1,
                     *         "limit": 20,
                     *         "offset": 0,
                     *         "has_more": false,
                     *         "total_is_exact": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Job"][];
                        error: null;
                        meta: components["schemas"]["JobPageMeta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    createJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: the same key and request are answered alike and take effect once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description `wait=10` (up to 30 s, RFC 7240): answer with the ended job when it ends in time. */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "send_email",
                 *       "payload": {
                 *         "to": "ada@example.com"
                 *       },
                 *       "max_attempts": 3
                 *     }
                 */
                "application/json": components["schemas"]["NewJob"];
            };
        };
        responses: {
            /** @description It was waited for, and has ended. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "type": "send_email",
                     *         "payload": {
                     *           "to": "ada@example.com"
                     *         },
                     *         "priority": 5,
                     *         "status": "scheduled",
                     *         "attempts": 0,
                     *         "max_attempts": 5,
                     *         "queue_name": "default",
                     *         "scheduled_at": "2026-11-22T09:30:00.000Z",
                     *         "created_at": "2026-11-22T09:30:00.000Z"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                     *         "durability": "postgres+redis"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Job"];
                        error: null;
                        meta: components["schemas"]["AcceptedMeta"];
                    };
                };
            };
            /** @description It is accepted. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "type": "send_email",
                     *         "payload": {
                     *           "to": "ada@example.com"
                     *         },
                     *         "priority": 5,
                     *         "status": "scheduled",
                     *         "attempts": 0,
                     *         "max_attempts": 5,
                     *         "queue_name": "default",
                     *         "scheduled_at": "2026-11-22T09:30:00.000Z",
                     *         "created_at": "2026-11-22T09:30:00.000Z"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                     *         "durability": "postgres+redis"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Job"];
                        error: null;
                        meta: components["schemas"]["AcceptedMeta"];
                    };
                };
            };
            /** @description It did not end in time, or Redis is away: it is accepted. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    Location: components["headers"]["Location"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "type": "send_email",
                     *         "payload": {
                     *           "to": "ada@example.com"
                     *         },
                     *         "priority": 5,
                     *         "status": "scheduled",
                     *         "attempts": 0,
                     *         "max_attempts": 5,
                     *         "queue_name": "default",
                     *         "scheduled_at": "2026-11-22T09:30:00.000Z",
                     *         "created_at": "2026-11-22T09:30:00.000Z"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                     *         "durability": "postgres+redis"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Job"];
                        error: null;
                        meta: components["schemas"]["AcceptedMeta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid.idempotency_key_reused"];
            429: components["responses"]["429.rate_limited.monthly_limit_reached"];
            503: components["responses"]["503.database_unavailable.queue_unavailable.queue_full"];
        };
    };
    removeOldJobs: {
        parameters: {
            query: {
                /** @description RFC 3339: jobs created before. */
                before: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "deleted": 0,
                     *         "has_more": true
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Removed"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable.queue_unavailable"];
        };
    };
    createJobs: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: the same key and request are answered alike and take effect once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example [
                 *       {
                 *         "type": "send_email",
                 *         "payload": {
                 *           "to": "ada@example.com"
                 *         }
                 *       },
                 *       {
                 *         "type": "send_email",
                 *         "payload": {
                 *           "to": "bob@example.com"
                 *         }
                 *       }
                 *     ]
                 */
                "application/json": components["schemas"]["NewJob"][];
            };
        };
        responses: {
            /** @description They are accepted; they stand in the order of the request. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *           "type": "send_email",
                     *           "payload": {
                     *             "to": "ada@example.com"
                     *           },
                     *           "priority": 5,
                     *           "status": "scheduled",
                     *           "attempts": 0,
                     *           "max_attempts": 5,
                     *           "queue_name": "default",
                     *           "scheduled_at": "2026-11-22T09:30:00.000Z",
                     *           "created_at": "2026-11-22T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                     *         "durability": "postgres+redis"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Job"][];
                        error: null;
                        meta: components["schemas"]["AcceptedMeta"];
                    };
                };
            };
            /** @description Redis is away: they are accepted. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *           "type": "send_email",
                     *           "payload": {
                     *             "to": "ada@example.com"
                     *           },
                     *           "priority": 5,
                     *           "status": "scheduled",
                     *           "attempts": 0,
                     *           "max_attempts": 5,
                     *           "queue_name": "default",
                     *           "scheduled_at": "2026-11-22T09:30:00.000Z",
                     *           "created_at": "2026-11-22T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                     *         "durability": "postgres+redis"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Job"][];
                        error: null;
                        meta: components["schemas"]["AcceptedMeta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid.idempotency_key_reused"];
            429: components["responses"]["429.rate_limited.monthly_limit_reached"];
            503: components["responses"]["503.database_unavailable.queue_unavailable.queue_full"];
        };
    };
    listJobsByCursor: {
        parameters: {
            query?: {
                /** @description One state, or several with commas between them. */
                status?: string;
                type?: string;
                queue?: string;
                /** @description `key:value,key2:value2`; a job must have all of them. */
                tags?: string;
                /** @description RFC 3339; this moment included. */
                created_after?: string;
                /** @description RFC 3339; this moment excluded. */
                created_before?: string;
                /** @description RFC 3339; only jobs that have ended, well or not, at this moment or later. */
                finished_after?: string;
                /** @description RFC 3339; this moment excluded. */
                finished_before?: string;
                /**
                 * @description Text in the id, the payload or the error; A to Z in either case. Where it reads as an id or as the beginning of one
                 *     (eight digits or more), and there are jobs of such an id, it means those alone.
                 */
                q?: string;
                /** @description The order; absent: `-created_at`, newest first, or `-finished_at` where the end is filtered by. */
                sort?: "created_at" | "-created_at" | "finished_at" | "-finished_at";
                limit?: number;
                /** @description `next_cursor` of the page before, under the same filters and in the same order. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "items": [
                     *           {
                     *             "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *             "type": "send_email",
                     *             "payload": {
                     *               "to": "ada@example.com"
                     *             },
                     *             "priority": 5,
                     *             "status": "scheduled",
                     *             "attempts": 0,
                     *             "max_attempts": 5,
                     *             "queue_name": "default",
                     *             "scheduled_at": "2026-11-22T09:30:00.000Z",
                     *             "created_at": "2026-11-22T09:30:00.000Z"
                     *           }
                     *         ],
                     *         "next_cursor": "text",
                     *         "has_more": true,
                     *         "limit": 20
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["JobsPage"];
                        error: null;
                        meta: components["schemas"]["SearchMeta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_cursor"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    downloadJobs: {
        parameters: {
            query?: {
                /** @description One state, or several with commas between them. */
                status?: string;
                type?: string;
                queue?: string;
                /** @description `key:value,key2:value2`; a job must have all of them. */
                tags?: string;
                /** @description RFC 3339; this moment included. */
                created_after?: string;
                /** @description RFC 3339; this moment excluded. */
                created_before?: string;
                /** @description RFC 3339; only jobs that have ended, well or not, at this moment or later. */
                finished_after?: string;
                /** @description RFC 3339; this moment excluded. */
                finished_before?: string;
                /**
                 * @description Text in the id, the payload or the error; A to Z in either case. Where it reads as an id or as the beginning of one
                 *     (eight digits or more), and there are jobs of such an id, it means those alone.
                 */
                q?: string;
                /** @description The order; absent: as in the list. */
                sort?: "created_at" | "-created_at" | "finished_at" | "-finished_at";
                format?: "csv" | "jsonl";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example id,type,status,queue_name,priority,attempts,max_attempts,created_at,scheduled_at,started_at,completed_at,worker_id,error_message,enqueued_by,requeued_from,requeued_as,tags,payload,result */
                    "text/csv": string;
                    /** @example {"id":"0193a5f0-0000-7000-8000-000000000000","type":"send_email"} */
                    "application/x-ndjson": string;
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited.too_many_exports"];
            503: components["responses"]["503.tables_needed.database_unavailable.too_many_exports"];
        };
    };
    actOnJobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "act": "requeue",
                 *       "filter": {
                 *         "status": "dead",
                 *         "type": "send_email"
                 *       },
                 *       "limit": 100
                 *     }
                 */
                "application/json": components["schemas"]["BulkAct"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "done": 0,
                     *         "refused": [
                     *           {
                     *             "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *             "code": "already_ended",
                     *             "sentence": "text"
                     *           }
                     *         ],
                     *         "remaining": 0,
                     *         "remaining_is_exact": true,
                     *         "next_cursor": "text",
                     *         "has_more": true,
                     *         "stopped": {
                     *           "code": "monthly_limit_reached",
                     *           "sentence": "text"
                     *         }
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["BulkDone"];
                        error: null;
                        meta: components["schemas"]["DispatchMeta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json.invalid_cursor"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited.monthly_limit_reached"];
            503: components["responses"]["503.tables_needed.database_unavailable.queue_unavailable.queue_full"];
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "type": "send_email",
                     *         "payload": {
                     *           "to": "ada@example.com"
                     *         },
                     *         "priority": 5,
                     *         "status": "scheduled",
                     *         "attempts": 0,
                     *         "max_attempts": 5,
                     *         "queue_name": "default",
                     *         "scheduled_at": "2026-11-22T09:30:00.000Z",
                     *         "created_at": "2026-11-22T09:30:00.000Z"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Job"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable.queue_unavailable"];
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It will not run. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "status": "cancelled"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Cancelled"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description It runs, and its worker was asked to stop. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "status": "cancelled"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Cancelled"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            409: components["responses"]["409.already_ended"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable.queue_unavailable"];
        };
    };
    getJobResult: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Any JSON. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sent": true
                     *     }
                     */
                    "application/json": unknown;
                };
            };
            /** @description There is none, or not yet. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable.queue_unavailable"];
        };
    };
    listAttempts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "number": 1,
                     *           "worker": "text",
                     *           "ready_at": "2026-11-22T09:30:00.000Z",
                     *           "started_at": "2026-11-22T09:30:00.000Z",
                     *           "ended_at": "2026-11-22T09:30:00.000Z",
                     *           "outcome": "completed",
                     *           "error": "text",
                     *           "traceback": "text",
                     *           "logs": [
                     *             [
                     *               1795253400000,
                     *               "sent"
                     *             ]
                     *           ]
                     *         }
                     *       ],
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Attempt"][];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    retryJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "type": "send_email",
                     *         "payload": {
                     *           "to": "ada@example.com"
                     *         },
                     *         "priority": 5,
                     *         "status": "scheduled",
                     *         "attempts": 0,
                     *         "max_attempts": 5,
                     *         "queue_name": "default",
                     *         "scheduled_at": "2026-11-22T09:30:00.000Z",
                     *         "created_at": "2026-11-22T09:30:00.000Z"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Job"];
                        error: null;
                        meta: components["schemas"]["DispatchMeta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            409: components["responses"]["409.already_requeued.not_retryable"];
            429: components["responses"]["429.rate_limited.monthly_limit_reached"];
            503: components["responses"]["503.database_unavailable.queue_unavailable.queue_full"];
        };
    };
    explainJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "status": "scheduled",
                     *         "sentence": "It is next: it starts as soon as a worker that knows its type is free.",
                     *         "reasons": [
                     *           {
                     *             "code": "ended",
                     *             "sentence": "text"
                     *           }
                     *         ],
                     *         "facts": {}
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Why"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable.queue_unavailable"];
        };
    };
    waitForJob: {
        parameters: {
            query?: {
                seconds?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has ended. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "type": "send_email",
                     *         "payload": {
                     *           "to": "ada@example.com"
                     *         },
                     *         "priority": 5,
                     *         "status": "scheduled",
                     *         "attempts": 0,
                     *         "max_attempts": 5,
                     *         "queue_name": "default",
                     *         "scheduled_at": "2026-11-22T09:30:00.000Z",
                     *         "created_at": "2026-11-22T09:30:00.000Z"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Job"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description It has not ended in time. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "type": "send_email",
                     *         "payload": {
                     *           "to": "ada@example.com"
                     *         },
                     *         "priority": 5,
                     *         "status": "scheduled",
                     *         "attempts": 0,
                     *         "max_attempts": 5,
                     *         "queue_name": "default",
                     *         "scheduled_at": "2026-11-22T09:30:00.000Z",
                     *         "created_at": "2026-11-22T09:30:00.000Z"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Job"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable.queue_unavailable.too_many_waiting"];
        };
    };
    leaseJobs: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: the same key and request are answered alike and take effect once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "queues": [
                 *         "default"
                 *       ],
                 *       "limit": 10,
                 *       "lease_seconds": 60,
                 *       "wait_seconds": 20,
                 *       "worker_id": "box-1"
                 *     }
                 */
                "application/json": components["schemas"]["LeaseRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *           "type": "send_email",
                     *           "payload": {
                     *             "to": "ada@example.com"
                     *           },
                     *           "priority": 5,
                     *           "status": "scheduled",
                     *           "attempts": 0,
                     *           "max_attempts": 1,
                     *           "queue_name": "default",
                     *           "scheduled_at": "2026-11-22T09:30:00.000Z",
                     *           "created_at": "2026-11-22T09:30:00.000Z",
                     *           "tenant": "default",
                     *           "attempt": 1,
                     *           "fence": "Zk1xS0dYbTJWUEpx",
                     *           "lease_until": "2026-11-22T09:30:00.000Z",
                     *           "deadline": "2026-11-22T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["LeasedJob"][];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid.idempotency_key_reused"];
            429: components["responses"]["429.rate_limited.too_many_workers"];
            503: components["responses"]["503.database_unavailable.queue_unavailable.too_many_waiting"];
        };
    };
    extendLease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fence": "Zk1xS0dYbTJWUEpx",
                 *       "seconds": 60
                 *     }
                 */
                "application/json": components["schemas"]["LeaseExtension"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "status": "scheduled",
                     *         "repeated": false
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["ExtendedLease"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            409: components["responses"]["409.lease_lost.overdue"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable.queue_unavailable"];
        };
    };
    ackJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fence": "Zk1xS0dYbTJWUEpx",
                 *       "result": {
                 *         "sent": true
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Ack"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "status": "scheduled",
                     *         "repeated": false
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["LeaseReport"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            409: components["responses"]["409.lease_lost"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable.queue_unavailable"];
        };
    };
    nackJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fence": "Zk1xS0dYbTJWUEpx",
                 *       "error": "the mail server is away",
                 *       "retry_after_seconds": 30
                 *     }
                 */
                "application/json": components["schemas"]["Nack"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "status": "scheduled",
                     *         "repeated": false
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["FailureReport"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            409: components["responses"]["409.lease_lost"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable.queue_unavailable"];
        };
    };
    reportProgress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fence": "Zk1xS0dYbTJWUEpx",
                 *       "fraction": 0.5,
                 *       "message": "half of it"
                 *     }
                 */
                "application/json": components["schemas"]["ProgressReport"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "status": "scheduled",
                     *         "repeated": false
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["RunningReport"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            409: components["responses"]["409.lease_lost"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable.queue_unavailable"];
        };
    };
    releaseJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fence": "Zk1xS0dYbTJWUEpx"
                 *     }
                 */
                "application/json": components["schemas"]["LeaseHolder"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "status": "scheduled",
                     *         "repeated": false
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["LeaseReport"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            409: components["responses"]["409.lease_lost"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable.queue_unavailable"];
        };
    };
    listSchedules: {
        parameters: {
            query?: {
                limit?: number;
                /** @description Beyond 10,000 a list of jobs goes on by cursor. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *           "name": "nightly report",
                     *           "job_type": "send_email",
                     *           "payload": {
                     *             "to": "ada@example.com"
                     *           },
                     *           "queue_name": "default",
                     *           "priority": 5,
                     *           "max_attempts": 1,
                     *           "timeout_seconds": 1,
                     *           "tags": {
                     *             "customer": "42"
                     *           },
                     *           "cron_expression": "30 2 * * *",
                     *           "time_zone": "Europe/Berlin",
                     *           "enabled": true,
                     *           "missed_policy": "skip",
                     *           "max_missed_runs": 10,
                     *           "max_lateness_seconds": 1,
                     *           "overlap_policy": "allow",
                     *           "next_run_at": "2026-11-22T09:30:00.000Z",
                     *           "last_run_at": "2026-11-22T09:30:00.000Z",
                     *           "last_job_id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *           "created_at": "2026-11-22T09:30:00.000Z",
                     *           "description": "At 02:30",
                     *           "last_job_status": "scheduled"
                     *         }
                     *       ],
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                     *         "total_count": 1,
                     *         "limit": 20,
                     *         "offset": 0,
                     *         "has_more": false
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["ListedCronSchedule"][];
                        error: null;
                        meta: components["schemas"]["PageMeta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    createSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "nightly report",
                 *       "job_type": "report",
                 *       "cron_expression": "30 2 * * *"
                 *     }
                 */
                "application/json": components["schemas"]["NewCronSchedule"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "name": "nightly report",
                     *         "job_type": "send_email",
                     *         "payload": {
                     *           "to": "ada@example.com"
                     *         },
                     *         "queue_name": "default",
                     *         "priority": 5,
                     *         "max_attempts": 1,
                     *         "timeout_seconds": 1,
                     *         "tags": {
                     *           "customer": "42"
                     *         },
                     *         "cron_expression": "30 2 * * *",
                     *         "time_zone": "Europe/Berlin",
                     *         "enabled": true,
                     *         "missed_policy": "skip",
                     *         "max_missed_runs": 10,
                     *         "max_lateness_seconds": 1,
                     *         "overlap_policy": "allow",
                     *         "next_run_at": "2026-11-22T09:30:00.000Z",
                     *         "last_run_at": "2026-11-22T09:30:00.000Z",
                     *         "last_job_id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "created_at": "2026-11-22T09:30:00.000Z",
                     *         "description": "At 02:30",
                     *         "next_runs": [
                     *           "2026-11-22T09:30:00.000Z"
                     *         ]
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["FullCronSchedule"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            409: components["responses"]["409.name_taken"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited.too_many_schedules"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    getSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "name": "nightly report",
                     *         "job_type": "send_email",
                     *         "payload": {
                     *           "to": "ada@example.com"
                     *         },
                     *         "queue_name": "default",
                     *         "priority": 5,
                     *         "max_attempts": 1,
                     *         "timeout_seconds": 1,
                     *         "tags": {
                     *           "customer": "42"
                     *         },
                     *         "cron_expression": "30 2 * * *",
                     *         "time_zone": "Europe/Berlin",
                     *         "enabled": true,
                     *         "missed_policy": "skip",
                     *         "max_missed_runs": 10,
                     *         "max_lateness_seconds": 1,
                     *         "overlap_policy": "allow",
                     *         "next_run_at": "2026-11-22T09:30:00.000Z",
                     *         "last_run_at": "2026-11-22T09:30:00.000Z",
                     *         "last_job_id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "created_at": "2026-11-22T09:30:00.000Z",
                     *         "description": "At 02:30",
                     *         "next_runs": [
                     *           "2026-11-22T09:30:00.000Z"
                     *         ]
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["FullCronSchedule"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    deleteSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "status": "deleted"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["DeletedSchedule"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    changeSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled": false
                 *     }
                 */
                "application/json": components["schemas"]["CronScheduleChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "name": "nightly report",
                     *         "job_type": "send_email",
                     *         "payload": {
                     *           "to": "ada@example.com"
                     *         },
                     *         "queue_name": "default",
                     *         "priority": 5,
                     *         "max_attempts": 1,
                     *         "timeout_seconds": 1,
                     *         "tags": {
                     *           "customer": "42"
                     *         },
                     *         "cron_expression": "30 2 * * *",
                     *         "time_zone": "Europe/Berlin",
                     *         "enabled": true,
                     *         "missed_policy": "skip",
                     *         "max_missed_runs": 10,
                     *         "max_lateness_seconds": 1,
                     *         "overlap_policy": "allow",
                     *         "next_run_at": "2026-11-22T09:30:00.000Z",
                     *         "last_run_at": "2026-11-22T09:30:00.000Z",
                     *         "last_job_id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "created_at": "2026-11-22T09:30:00.000Z",
                     *         "description": "At 02:30",
                     *         "next_runs": [
                     *           "2026-11-22T09:30:00.000Z"
                     *         ]
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["FullCronSchedule"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            409: components["responses"]["409.name_taken.edited_meanwhile"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    triggerSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: the same key and request are answered alike and take effect once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is accepted. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "type": "send_email",
                     *         "payload": {
                     *           "to": "ada@example.com"
                     *         },
                     *         "priority": 5,
                     *         "status": "scheduled",
                     *         "attempts": 0,
                     *         "max_attempts": 5,
                     *         "queue_name": "default",
                     *         "scheduled_at": "2026-11-22T09:30:00.000Z",
                     *         "created_at": "2026-11-22T09:30:00.000Z"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Job"];
                        error: null;
                        meta: components["schemas"]["DispatchMeta"];
                    };
                };
            };
            /** @description Redis is away: it is accepted. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "type": "send_email",
                     *         "payload": {
                     *           "to": "ada@example.com"
                     *         },
                     *         "priority": 5,
                     *         "status": "scheduled",
                     *         "attempts": 0,
                     *         "max_attempts": 5,
                     *         "queue_name": "default",
                     *         "scheduled_at": "2026-11-22T09:30:00.000Z",
                     *         "created_at": "2026-11-22T09:30:00.000Z"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Job"];
                        error: null;
                        meta: components["schemas"]["DispatchMeta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            422: components["responses"]["422.invalid.idempotency_key_reused"];
            429: components["responses"]["429.rate_limited.monthly_limit_reached"];
            503: components["responses"]["503.tables_needed.database_unavailable.queue_unavailable.queue_full"];
        };
    };
    listRuns: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "scheduled_for": "2026-11-22T09:30:00.000Z",
                     *           "outcome": "decided",
                     *           "job_id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *           "job_status": "scheduled",
                     *           "reason": "text"
                     *         }
                     *       ],
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["CronRun"][];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    explainCron: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "cron_expression": "30 2 * * *",
                 *       "time_zone": "Europe/Berlin"
                 *     }
                 */
                "application/json": components["schemas"]["Expression"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "cron_expression": "30 2 * * *",
                     *         "time_zone": "Europe/Berlin",
                     *         "description": "At 02:30",
                     *         "next_runs": [
                     *           "2026-11-22T09:30:00.000Z"
                     *         ]
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["CronExplained"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable"];
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                type?: string;
                queue?: string;
                /** @description Of `GET /dlq/groups`: those of one type whose errors read alike. */
                group?: string;
                error_contains?: string;
                /** @description RFC 3339: those that died before. */
                before?: string;
                limit?: number;
                /** @description Beyond 10,000 a list of jobs goes on by cursor. */
                offset?: number;
                /** @description Also those that were taken out before. */
                include_requeued?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *           "type": "send_email",
                     *           "payload": {
                     *             "to": "ada@example.com"
                     *           },
                     *           "priority": 5,
                     *           "queue_name": "default",
                     *           "max_attempts": 5,
                     *           "total_attempts": 5,
                     *           "crash_count": 0,
                     *           "died_at": "2026-11-22T09:30:00.000Z",
                     *           "original_created_at": "2026-11-22T09:30:00.000Z",
                     *           "requeued": false
                     *         }
                     *       ],
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                     *         "total_count": 1,
                     *         "limit": 20,
                     *         "offset": 0,
                     *         "has_more": false
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["DeadLetter"][];
                        error: null;
                        meta: components["schemas"]["PageMeta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable.queue_unavailable"];
        };
    };
    dropDeadLetters: {
        parameters: {
            query?: {
                type?: string;
                queue?: string;
                /** @description Of `GET /dlq/groups`: those of one type whose errors read alike. */
                group?: string;
                error_contains?: string;
                /** @description RFC 3339: those that died before. */
                before?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "dropped": 0,
                     *         "remaining": 0
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["ManyDropped"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable.queue_unavailable"];
        };
    };
    listDeadGroups: {
        parameters: {
            query?: {
                type?: string;
                queue?: string;
                /** @description Of `GET /dlq/groups`: those of one type whose errors read alike. */
                group?: string;
                error_contains?: string;
                /** @description RFC 3339: those that died before. */
                before?: string;
                limit?: number;
                /** @description Beyond 10,000 a list of jobs goes on by cursor. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "group": "c40c3c1be5e710a0",
                     *           "type": "send_email",
                     *           "error": "user # not found",
                     *           "last_error": "text",
                     *           "count": 1,
                     *           "oldest_at": "2026-11-22T09:30:00.000Z",
                     *           "newest_at": "2026-11-22T09:30:00.000Z",
                     *           "sample_job_id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20"
                     *         }
                     *       ],
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                     *         "total_count": 1,
                     *         "limit": 20,
                     *         "offset": 0,
                     *         "has_more": false
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["DeadGroup"][];
                        error: null;
                        meta: components["schemas"]["PageMeta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    getDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "type": "send_email",
                     *         "payload": {
                     *           "to": "ada@example.com"
                     *         },
                     *         "priority": 5,
                     *         "queue_name": "default",
                     *         "max_attempts": 5,
                     *         "total_attempts": 5,
                     *         "crash_count": 0,
                     *         "died_at": "2026-11-22T09:30:00.000Z",
                     *         "original_created_at": "2026-11-22T09:30:00.000Z",
                     *         "requeued": false
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["DeadLetter"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable.queue_unavailable"];
        };
    };
    dropDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "status": "dropped"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Dropped"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable.queue_unavailable"];
        };
    };
    requeueDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "payload": {
                 *         "to": "ada@example.com"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["RequeueEdit"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "new_job": {
                     *           "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *           "type": "send_email",
                     *           "payload": {
                     *             "to": "ada@example.com"
                     *           },
                     *           "priority": 5,
                     *           "status": "scheduled",
                     *           "attempts": 0,
                     *           "max_attempts": 5,
                     *           "queue_name": "default",
                     *           "scheduled_at": "2026-11-22T09:30:00.000Z",
                     *           "created_at": "2026-11-22T09:30:00.000Z"
                     *         },
                     *         "dlq_entry_id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Requeued"];
                        error: null;
                        meta: components["schemas"]["DispatchMeta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            409: components["responses"]["409.already_requeued"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited.monthly_limit_reached"];
            503: components["responses"]["503.database_unavailable.queue_unavailable.queue_full"];
        };
    };
    requeueDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filter": {
                 *         "type": "send_email",
                 *         "error_contains": "timeout"
                 *       },
                 *       "limit": 100
                 *     }
                 */
                "application/json": components["schemas"]["BulkRequeue"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "requeued": 0,
                     *         "remaining": 0,
                     *         "new_job_ids": [
                     *           "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20"
                     *         ]
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["ManyRequeued"];
                        error: null;
                        meta: components["schemas"]["DispatchMeta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited.monthly_limit_reached"];
            503: components["responses"]["503.tables_needed.database_unavailable.queue_unavailable.queue_full"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                limit?: number;
                /** @description Beyond 10,000 a list of jobs goes on by cursor. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *           "url": "https://example.com/hooks",
                     *           "description": "text",
                     *           "events": [
                     *             "job.completed",
                     *             "job.failed",
                     *             "job.dead"
                     *           ],
                     *           "enabled": true,
                     *           "created_at": "2026-11-22T09:30:00.000Z",
                     *           "updated_at": "2026-11-22T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                     *         "total_count": 1,
                     *         "limit": 20,
                     *         "offset": 0,
                     *         "has_more": false
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Webhook"][];
                        error: null;
                        meta: components["schemas"]["PageMeta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://example.com/hooks",
                 *       "events": [
                 *         "job.completed",
                 *         "job.dead"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["NewWebhook"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "url": "https://example.com/hooks",
                     *         "description": "text",
                     *         "events": [
                     *           "job.completed",
                     *           "job.failed",
                     *           "job.dead"
                     *         ],
                     *         "enabled": true,
                     *         "created_at": "2026-11-22T09:30:00.000Z",
                     *         "updated_at": "2026-11-22T09:30:00.000Z",
                     *         "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["WebhookWithSecret"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            409: components["responses"]["409.limit_reached"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "url": "https://example.com/hooks",
                     *         "description": "text",
                     *         "events": [
                     *           "job.completed",
                     *           "job.failed",
                     *           "job.dead"
                     *         ],
                     *         "enabled": true,
                     *         "created_at": "2026-11-22T09:30:00.000Z",
                     *         "updated_at": "2026-11-22T09:30:00.000Z"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Webhook"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "status": "deleted"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["DeletedWebhook"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    changeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled": false
                 *     }
                 */
                "application/json": components["schemas"]["WebhookChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "url": "https://example.com/hooks",
                     *         "description": "text",
                     *         "events": [
                     *           "job.completed",
                     *           "job.failed",
                     *           "job.dead"
                     *         ],
                     *         "enabled": true,
                     *         "created_at": "2026-11-22T09:30:00.000Z",
                     *         "updated_at": "2026-11-22T09:30:00.000Z"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Webhook"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["NewWebhookSecret"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "url": "https://example.com/hooks",
                     *         "description": "text",
                     *         "events": [
                     *           "job.completed",
                     *           "job.failed",
                     *           "job.dead"
                     *         ],
                     *         "enabled": true,
                     *         "created_at": "2026-11-22T09:30:00.000Z",
                     *         "updated_at": "2026-11-22T09:30:00.000Z",
                     *         "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["WebhookWithSecret"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "webhook_id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "event": "job.enqueued",
                     *         "status": "pending",
                     *         "attempts": 0,
                     *         "attempts_left": 0,
                     *         "payload": {},
                     *         "created_at": "2026-11-22T09:30:00.000Z"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Delivery"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            409: components["responses"]["409.webhook_disabled"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                /** @description Beyond 10,000 a list of jobs goes on by cursor. */
                offset?: number;
                status?: "pending" | "delivered" | "failed" | "skipped";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *           "webhook_id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *           "event": "job.enqueued",
                     *           "status": "pending",
                     *           "attempts": 0,
                     *           "attempts_left": 0,
                     *           "payload": {},
                     *           "created_at": "2026-11-22T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                     *         "total_count": 1,
                     *         "limit": 20,
                     *         "offset": 0,
                     *         "has_more": false
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Delivery"][];
                        error: null;
                        meta: components["schemas"]["PageMeta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    redeliver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "webhook_id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *         "event": "job.enqueued",
                     *         "status": "pending",
                     *         "attempts": 0,
                     *         "attempts_left": 0,
                     *         "payload": {},
                     *         "created_at": "2026-11-22T09:30:00.000Z"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Delivery"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_id"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            409: components["responses"]["409.webhook_disabled"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    listQueues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "name": "default",
                     *           "depth": 0,
                     *           "oldest_age_seconds": 0,
                     *           "paused": true,
                     *           "scheduled": 0,
                     *           "retrying": 0,
                     *           "running": 0,
                     *           "rate_per_minute": 0
                     *         }
                     *       ],
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["QueueState"][];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable.queue_unavailable"];
        };
    };
    pauseQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "name": "default",
                     *         "paused": true
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["PausedQueue"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable.queue_unavailable"];
        };
    };
    resumeQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "name": "default",
                     *         "paused": true
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["PausedQueue"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable.queue_unavailable"];
        };
    };
    listWorkers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "text",
                     *           "kind": "threads",
                     *           "status": "active",
                     *           "last_seen": "2026-11-22T09:30:00.000Z",
                     *           "heartbeat_age_seconds": 0
                     *         }
                     *       ],
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                     *         "summary": {
                     *           "workers": 0,
                     *           "slots": 0,
                     *           "busy": 0,
                     *           "jobs_done": 0,
                     *           "jobs_failed": 0
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Worker"][];
                        error: null;
                        meta: components["schemas"]["WorkersMeta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable.queue_unavailable"];
        };
    };
    getStats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "total_jobs": 0,
                     *         "scheduled": 0,
                     *         "pending": 0,
                     *         "running": 0,
                     *         "failed": 0,
                     *         "completed": 0,
                     *         "dead": 0,
                     *         "cancelled": 0,
                     *         "active_workers": 0,
                     *         "jobs_per_minute": 0,
                     *         "queue_depth": 0,
                     *         "dlq_count": 0,
                     *         "failed_rate": 0
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Stats"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    getSeries: {
        parameters: {
            query?: {
                /** @description Up to now; the first point may begin a little earlier, as points begin at whole steps. */
                minutes?: number;
                /** @description Seconds to a point; absent: as few as make no more than 120 points. */
                step?: number;
                /** @description Only this one. */
                queue?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "minutes": 1,
                     *         "step": 60,
                     *         "queue": "default",
                     *         "points": [
                     *           {
                     *             "enqueued": 0,
                     *             "completed": 0,
                     *             "failed": 0,
                     *             "dead": 0,
                     *             "wait_ms": {
                     *               "p50": 1,
                     *               "p95": 1
                     *             },
                     *             "run_ms": {
                     *               "p50": 1,
                     *               "p95": 1
                     *             },
                     *             "at": "2026-11-22T09:30:00.000Z"
                     *           }
                     *         ],
                     *         "total": {
                     *           "enqueued": 0,
                     *           "completed": 0,
                     *           "failed": 0,
                     *           "dead": 0,
                     *           "wait_ms": {
                     *             "p50": 1,
                     *             "p95": 1
                     *           },
                     *           "run_ms": {
                     *             "p50": 1,
                     *             "p95": 1
                     *           }
                     *         }
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Series"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    getFailures: {
        parameters: {
            query?: {
                minutes?: number;
                /** @description Groups; those with most failures come first. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "minutes": 1,
                     *         "groups": [
                     *           {
                     *             "group": "c40c3c1be5e710a0",
                     *             "type": "send_email",
                     *             "error": "user # not found",
                     *             "last_error": "text",
                     *             "count": 1,
                     *             "dead": 0,
                     *             "first_at": "2026-11-22T09:30:00.000Z",
                     *             "last_at": "2026-11-22T09:30:00.000Z",
                     *             "sample_job_id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20"
                     *           }
                     *         ],
                     *         "failures": 0,
                     *         "complete": true,
                     *         "more_groups": 0
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Failures"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example workqueue_redis_up 1.0 */
                    "text/plain": string;
                    /**
                     * @example {
                     *       "total_jobs_in_queue": 0,
                     *       "jobs_done": 0,
                     *       "jobs_failed": 0,
                     *       "worker_concurrency": 0,
                     *       "queue_name": "workqueue:jobs"
                     *     }
                     */
                    "application/json": components["schemas"]["OlderMetrics"];
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            429: components["responses"]["429.rate_limited"];
            /** @description Redis is away. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example failed to read queue length */
                    "text/plain": string;
                };
            };
            503: components["responses"]["503.database_unavailable"];
        };
    };
    listTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "name": "send_email",
                     *           "known": true,
                     *           "workers": 0,
                     *           "slots": 0,
                     *           "pending": 0,
                     *           "oldest_age_seconds": 0
                     *         }
                     *       ],
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                     *         "complete": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["JobType"][];
                        error: null;
                        meta: components["schemas"]["TypesMeta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable.queue_unavailable"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "tenant": "default",
                     *         "who": {
                     *           "kind": "session",
                     *           "id": "text",
                     *           "name": "text",
                     *           "verified": true
                     *         },
                     *         "scopes": [
                     *           "jobs:read",
                     *           "jobs:submit"
                     *         ],
                     *         "operator": true,
                     *         "tier": "text",
                     *         "features": {
                     *           "tables": true,
                     *           "accounts": true,
                     *           "billing": true,
                     *           "mail": true
                     *         },
                     *         "environment": "production",
                     *         "open": true,
                     *         "version": "0.1.0"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Me"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.origin_refused"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable"];
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "token": "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl",
                     *         "refresh_token": "5e9d0c0a5d6f4f6f8d0b1d5f6f0e7c3a",
                     *         "expires_in": 900,
                     *         "user": {
                     *           "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *           "tenant": "t3f9c2a417be04d58",
                     *           "email": "ada@example.com",
                     *           "verified": true,
                     *           "created_at": "2026-11-22T09:30:00.000Z"
                     *         },
                     *         "api_key": {
                     *           "id": "k3x9a0bz",
                     *           "name": "billing service",
                     *           "kind": "client",
                     *           "scopes": [
                     *             "jobs:submit",
                     *             "jobs:read",
                     *             "jobs:manage"
                     *           ],
                     *           "key_prefix": "wq_client_k3x9a0bz",
                     *           "rotated_from": "text",
                     *           "created_at": "2026-11-22T09:30:00.000Z",
                     *           "expires_at": "2026-11-22T09:30:00.000Z",
                     *           "last_used_at": "2026-11-22T09:30:00.000Z",
                     *           "revoked_at": "2026-11-22T09:30:00.000Z",
                     *           "key": "wq_client_k3x9a0bz_uQH1vBvVdmlOZmZ1oXyJk1E0y2sJt2l3wZb5nF8cQ0M",
                     *           "warning": "store it now: it is not shown again"
                     *         }
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Registered"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json"];
            409: components["responses"]["409.email_taken"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.accounts_off.tables_needed.database_unavailable.queue_unavailable"];
        };
    };
    logIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "token": "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl",
                     *         "refresh_token": "5e9d0c0a5d6f4f6f8d0b1d5f6f0e7c3a",
                     *         "expires_in": 900,
                     *         "user": {
                     *           "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *           "tenant": "t3f9c2a417be04d58",
                     *           "email": "ada@example.com",
                     *           "verified": true,
                     *           "created_at": "2026-11-22T09:30:00.000Z"
                     *         },
                     *         "keys": [
                     *           {
                     *             "id": "k3x9a0bz",
                     *             "name": "billing service",
                     *             "kind": "client",
                     *             "scopes": [
                     *               "jobs:submit",
                     *               "jobs:read",
                     *               "jobs:manage"
                     *             ],
                     *             "key_prefix": "wq_client_k3x9a0bz",
                     *             "rotated_from": "text",
                     *             "created_at": "2026-11-22T09:30:00.000Z",
                     *             "expires_at": "2026-11-22T09:30:00.000Z",
                     *             "last_used_at": "2026-11-22T09:30:00.000Z",
                     *             "revoked_at": "2026-11-22T09:30:00.000Z"
                     *           }
                     *         ]
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["LoggedIn"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json"];
            401: components["responses"]["401.invalid_credentials"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.accounts_off.tables_needed.database_unavailable.queue_unavailable"];
        };
    };
    refreshSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "refresh_token": "text"
                 *     }
                 */
                "application/json": components["schemas"]["RefreshToken"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "token": "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl",
                     *         "refresh_token": "5e9d0c0a5d6f4f6f8d0b1d5f6f0e7c3a",
                     *         "expires_in": 900,
                     *         "user": {
                     *           "id": "0199f2c4-7d0e-7b3a-9c51-4f2b8e6a1d20",
                     *           "tenant": "t3f9c2a417be04d58",
                     *           "email": "ada@example.com",
                     *           "verified": true,
                     *           "created_at": "2026-11-22T09:30:00.000Z"
                     *         }
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Session"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json"];
            401: components["responses"]["401.unauthorized.invalid_refresh_token"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.accounts_off.tables_needed.database_unavailable.queue_unavailable"];
        };
    };
    logOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "refresh_token": "text"
                 *     }
                 */
                "application/json": components["schemas"]["RefreshToken"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "message": "text"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Message"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.accounts_off.tables_needed.database_unavailable.queue_unavailable"];
        };
    };
    forgetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["MailAddress"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "message": "text"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Message"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.accounts_off.tables_needed.database_unavailable.queue_unavailable"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "dGhlIHdvcmQgb2YgdGhlIGxpbms",
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "message": "text"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Message"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json.invalid_token"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.accounts_off.tables_needed.database_unavailable.queue_unavailable"];
        };
    };
    verifyAddress: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "text"
                 *     }
                 */
                "application/json": components["schemas"]["AddressVerification"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "message": "text"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Message"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json.invalid_token"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.accounts_off.tables_needed.database_unavailable.queue_unavailable"];
        };
    };
    listKeys: {
        parameters: {
            query?: {
                limit?: number;
                /** @description Beyond 10,000 a list of jobs goes on by cursor. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "k3x9a0bz",
                     *           "name": "billing service",
                     *           "kind": "client",
                     *           "scopes": [
                     *             "jobs:submit",
                     *             "jobs:read",
                     *             "jobs:manage"
                     *           ],
                     *           "key_prefix": "wq_client_k3x9a0bz",
                     *           "rotated_from": "text",
                     *           "created_at": "2026-11-22T09:30:00.000Z",
                     *           "expires_at": "2026-11-22T09:30:00.000Z",
                     *           "last_used_at": "2026-11-22T09:30:00.000Z",
                     *           "revoked_at": "2026-11-22T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11",
                     *         "total_count": 1,
                     *         "limit": 20,
                     *         "offset": 0,
                     *         "has_more": false
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Key"][];
                        error: null;
                        meta: components["schemas"]["PageMeta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "billing service",
                 *       "kind": "client"
                 *     }
                 */
                "application/json": components["schemas"]["NewKey"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "k3x9a0bz",
                     *         "name": "billing service",
                     *         "kind": "client",
                     *         "scopes": [
                     *           "jobs:submit",
                     *           "jobs:read",
                     *           "jobs:manage"
                     *         ],
                     *         "key_prefix": "wq_client_k3x9a0bz",
                     *         "rotated_from": "text",
                     *         "created_at": "2026-11-22T09:30:00.000Z",
                     *         "expires_at": "2026-11-22T09:30:00.000Z",
                     *         "last_used_at": "2026-11-22T09:30:00.000Z",
                     *         "revoked_at": "2026-11-22T09:30:00.000Z",
                     *         "key": "wq_client_k3x9a0bz_uQH1vBvVdmlOZmZ1oXyJk1E0y2sJt2l3wZb5nF8cQ0M",
                     *         "warning": "store it now: it is not shown again"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["FreshKey"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited.too_many_keys"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    getKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "k3x9a0bz",
                     *         "name": "billing service",
                     *         "kind": "client",
                     *         "scopes": [
                     *           "jobs:submit",
                     *           "jobs:read",
                     *           "jobs:manage"
                     *         ],
                     *         "key_prefix": "wq_client_k3x9a0bz",
                     *         "rotated_from": "text",
                     *         "created_at": "2026-11-22T09:30:00.000Z",
                     *         "expires_at": "2026-11-22T09:30:00.000Z",
                     *         "last_used_at": "2026-11-22T09:30:00.000Z",
                     *         "revoked_at": "2026-11-22T09:30:00.000Z"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Key"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "k3x9a0bz",
                     *         "status": "revoked"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["RevokedKey"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["KeyRotation"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "k3x9a0bz",
                     *         "name": "billing service",
                     *         "kind": "client",
                     *         "scopes": [
                     *           "jobs:submit",
                     *           "jobs:read",
                     *           "jobs:manage"
                     *         ],
                     *         "key_prefix": "wq_client_k3x9a0bz",
                     *         "rotated_from": "text",
                     *         "created_at": "2026-11-22T09:30:00.000Z",
                     *         "expires_at": "2026-11-22T09:30:00.000Z",
                     *         "last_used_at": "2026-11-22T09:30:00.000Z",
                     *         "revoked_at": "2026-11-22T09:30:00.000Z",
                     *         "key": "wq_client_k3x9a0bz_uQH1vBvVdmlOZmZ1oXyJk1E0y2sJt2l3wZb5nF8cQ0M",
                     *         "warning": "store it now: it is not shown again"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["FreshKey"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            409: components["responses"]["409.key_ended"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited.too_many_keys"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    getUsage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "tier": "free",
                     *         "jobs_used": 12,
                     *         "jobs_limit": 1000,
                     *         "usage_percent": 1.2,
                     *         "limit_reached": false,
                     *         "reset_at": "2026-11-22T09:30:00.000Z"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Usage"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.origin_refused"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    getPlan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "tier": "free",
                     *         "jobs_used": 12,
                     *         "jobs_limit": 1000,
                     *         "usage_percent": 1.2,
                     *         "limit_reached": false,
                     *         "reset_at": "2026-11-22T09:30:00.000Z",
                     *         "key_id": "k3x9a0bz",
                     *         "key_prefix": "wq_client_k3x9a0bz",
                     *         "plan": "free",
                     *         "plans": [
                     *           {
                     *             "name": "pro",
                     *             "jobs_limit": 100000
                     *           }
                     *         ],
                     *         "billing_configured": true,
                     *         "subscription": {
                     *           "plan": "pro",
                     *           "status": "active",
                     *           "period_start": "2026-11-22T09:30:00.000Z",
                     *           "period_end": "2026-11-22T09:30:00.000Z",
                     *           "cancel_at_period_end": false
                     *         }
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["PlanUsage"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.origin_refused"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    openCheckout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "plan": "pro"
                 *     }
                 */
                "application/json": components["schemas"]["Checkout"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "url": "https://checkout.stripe.com/c/pay/cs_test_a1"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["BillingPage"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            409: components["responses"]["409.no_plan.checkout_under_way.already_subscribed"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited"];
            502: components["responses"]["502.billing_refused"];
            503: components["responses"]["503.billing_unavailable.billing_not_configured.tables_needed.database_unavailable"];
        };
    };
    openCustomerPortal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "url": "https://checkout.stripe.com/c/pay/cs_test_a1"
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["BillingPage"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.no_billing_account"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            429: components["responses"]["429.rate_limited"];
            502: components["responses"]["502.billing_refused"];
            503: components["responses"]["503.billing_unavailable.billing_not_configured.tables_needed.database_unavailable"];
        };
    };
    regenerateKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "key_id": "k3x9a0bz"
                 *     }
                 */
                "application/json": components["schemas"]["Regeneration"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "id": "k3x9a0bz",
                     *         "name": "billing service",
                     *         "kind": "client",
                     *         "scopes": [
                     *           "jobs:submit",
                     *           "jobs:read",
                     *           "jobs:manage"
                     *         ],
                     *         "key_prefix": "wq_client_k3x9a0bz",
                     *         "rotated_from": "text",
                     *         "created_at": "2026-11-22T09:30:00.000Z",
                     *         "expires_at": "2026-11-22T09:30:00.000Z",
                     *         "last_used_at": "2026-11-22T09:30:00.000Z",
                     *         "revoked_at": "2026-11-22T09:30:00.000Z",
                     *         "key": "wq_client_k3x9a0bz_uQH1vBvVdmlOZmZ1oXyJk1E0y2sJt2l3wZb5nF8cQ0M",
                     *         "warning": "store it now: it is not shown again",
                     *         "tier": "free",
                     *         "jobs_limit": 1000
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["RegeneratedKey"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            400: components["responses"]["400.invalid_json"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            404: components["responses"]["404.not_found"];
            409: components["responses"]["409.key_ended"];
            413: components["responses"]["413.too_large"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited.too_many_keys"];
            503: components["responses"]["503.tables_needed.database_unavailable"];
        };
    };
    receiveStripeEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description It is taken note of. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid_signature.wrong_mode"];
            413: components["responses"]["413.too_large"];
            429: components["responses"]["429.rate_limited"];
            502: components["responses"]["502.billing_refused"];
            503: components["responses"]["503.billing_unavailable.billing_not_configured.tables_needed.database_unavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "checks": {
                     *         "redis": "healthy",
                     *         "postgres": "healthy"
                     *       },
                     *       "durability": "postgres+redis",
                     *       "uptime": 0
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description A store is away. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "checks": {
                     *         "redis": "healthy",
                     *         "postgres": "healthy"
                     *       },
                     *       "durability": "postgres+redis",
                     *       "uptime": 0
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    issueTicket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "ticket": "text",
                     *         "expires_in": 30
                     *       },
                     *       "error": null,
                     *       "meta": {
                     *         "request_id": "b6d1f6d2a1c94b0e8f3c5f7f1f0f9a11"
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Ticket"];
                        error: null;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            429: components["responses"]["429.rate_limited"];
            503: components["responses"]["503.database_unavailable.queue_unavailable"];
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description Redeemed before the view is reached (`producer/callers.py`). */
                ticket?: string;
                /** @description For readers that cannot send the header Last-Event-ID; the header wins. */
                last_event_id?: string;
            };
            header?: {
                /** @description The id of the last event that the reader has: the stream goes on behind it. */
                "Last-Event-ID"?: components["parameters"]["Last-Event-ID"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One event after another. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "event": "worker.heartbeat",
                     *       "data": "{\"type\":\"worker.heartbeat\",\"worker_id\":\"box-1\",\"payload\":{\"status\":\"alive\",\"last_seen\":\"2026-11-22T09:30:00.000Z\"},\"ts\":1795339800000}"
                     *     }
                     */
                    "text/event-stream": components["schemas"]["StreamEvent"];
                };
            };
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            422: components["responses"]["422.invalid"];
            429: components["responses"]["429.rate_limited.too_many_streams"];
            503: components["responses"]["503.too_many_streams.database_unavailable.queue_unavailable.too_many_waiting"];
        };
    };
    followEvents: {
        parameters: {
            query?: {
                /** @description Redeemed before the view is reached (`producer/callers.py`). */
                ticket?: string;
                /** @description For readers that cannot send the header Last-Event-ID; the header wins. */
                last_event_id?: string;
            };
            header?: {
                /** @description The id of the last event that the reader has: the stream goes on behind it. */
                "Last-Event-ID"?: components["parameters"]["Last-Event-ID"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The WebSocket is open. */
            101: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.bad_request"];
            401: components["responses"]["401.unauthorized"];
            403: components["responses"]["403.forbidden.origin_refused"];
            422: components["responses"]["422.invalid"];
            426: components["responses"]["426.bad_request"];
            429: components["responses"]["429.rate_limited.too_many_streams"];
            503: components["responses"]["503.too_many_streams.database_unavailable.queue_unavailable.too_many_waiting"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.0"
                     *     }
                     */
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The caller has it already, as `If-None-Match` shows. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            429: components["responses"]["429.rate_limited"];
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html> */
                    "text/html": string;
                };
            };
            /** @description The caller has it already, as `If-None-Match` shows. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            429: components["responses"]["429.rate_limited"];
        };
    };
}
