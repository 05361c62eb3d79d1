// The whole project on Railway: `railway config plan`, then `railway config apply` (docs/howto/railway.md).
// Secrets are shared variables of the environment, set before the first apply; none is written here.
import { defineRailway, github, group, image, postgres, project, service, volume } from "railway/iac";

declare const process: { env: Record<string, string | undefined> };

// The settings of deploy/valkey.conf, which gives the reasons; without --bind the server listens on IPv4 and IPv6.
// The shell is there for $REDIS_PASSWORD and gives way to the server, so that signals arrive.
const redisCommand = [
  '/bin/sh -c "exec valkey-server',
  "--dir /data",
  "--appendonly yes",
  "--appendfsync everysec",
  "--save ''",
  "--maxmemory 1gb",
  "--maxmemory-policy noeviction",
  "--hash-max-listpack-entries 64",
  "--rdbcompression no",
  "--auto-aof-rewrite-min-size 512mb",
  "--tcp-keepalive 60",
  '--requirepass $REDIS_PASSWORD"',
].join(" ");

const builtFrom = (...folders: string[]) => ({
  builder: "DOCKERFILE" as const,
  dockerfilePath: "Dockerfile",
  watchPatterns: [
    "/Dockerfile",
    "/.dockerignore",
    "/requirements.txt",
    ...folders.map((folder) => `/${folder}/**`),
    "/shared/**",
    "/sdk/python/**",
  ],
});

export default defineRailway((ctx) => {
  const production = ctx.isEnvironment("production");

  // Without WORKQUEUE_REPOSITORY=owner/name the services take what `railway up` sends.
  const repository = process.env.WORKQUEUE_REPOSITORY;
  const source = repository ? { source: github(repository, { branch: "main" }) } : {};

  const database = postgres("postgres");

  // Not Railway's own Redis: a production worker refuses one without an append-only file.
  const redisData = volume("redis-data", { sizeMB: 5120 });
  const redis = service("redis", {
    source: image("valkey/valkey:8.1-alpine"),
    start: redisCommand,
    volumeMounts: { "/data": redisData },
    env: { REDIS_PASSWORD: ctx.shared.REDIS_PASSWORD },
    deploy: { restartPolicyType: "ALWAYS", drainingSeconds: 30 },
  });

  // For both, as what one of them seals the other opens. What only one needs goes into its own `env` below.
  const env = {
    APP_ENV: "production",
    API_KEY: ctx.shared.API_KEY,
    ADMIN_KEY: ctx.shared.ADMIN_KEY,
    JWT_SECRET: ctx.shared.JWT_SECRET,
    WEBHOOK_SECRET_KEY: ctx.shared.WEBHOOK_SECRET_KEY,
    DATABASE_URL: database.env.DATABASE_URL,
    REDIS_URL: "redis://:${{redis.REDIS_PASSWORD}}@${{redis.RAILWAY_PRIVATE_DOMAIN}}:6379/0",
  };

  const producer = service("producer", {
    ...source,
    build: builtFrom("producer", "web"),
    start: "gunicorn --config producer/gunicorn.conf.py producer.wsgi:app",
    preDeploy: ["python -m shared.migrate"],
    healthcheck: "/health",
    healthcheckTimeout: 120,
    replicas: production ? 2 : 1,
    env: { ...env, PORT: "8080" },
    deploy: { restartPolicyType: "ALWAYS", drainingSeconds: 40 },
  });

  const worker = service("worker", {
    ...source,
    build: builtFrom("worker"),
    start: "python -m worker",
    healthcheck: "/health",
    healthcheckTimeout: 120,
    replicas: production ? 3 : 1,
    // The health check asks on PORT.
    env: { ...env, PORT: "8081", WORKER_PORT: "8081" },
    deploy: { restartPolicyType: "ALWAYS", drainingSeconds: 45 },
  });

  return project("workqueue", {
    resources: [group("Data", [database, redis, redisData]), group("Workqueue", [producer, worker])],
  });
});
