// Evaluates railway.ts as `railway config plan` would, without an account, and looks for what would hurt in production.
import assert from "node:assert/strict";
import { createRailwayContext, project } from "railway/iac";
import program from "./node_modules/.checked/railway.js";

const SECRETS = ["API_KEY", "ADMIN_KEY", "JWT_SECRET", "WEBHOOK_SECRET_KEY"];

for (const environment of ["production", "staging"]) {
  const { resources } = await program(createRailwayContext({ environment, environmentName: environment }), project);
  const found = new Map(resources.map((resource) => [resource.address, resource]));
  assert.equal(found.size, resources.length, `${environment}: two resources share an address`);
  for (const name of ["producer", "worker", "redis"]) {
    checkService(environment, found, found.get(`service.${name}`));
  }
  for (const name of ["producer", "worker"]) {
    checkSecrets(environment, found.get(`service.${name}`));
  }
  const { PORT, WORKER_PORT } = found.get("service.worker").variables;
  assert.equal(PORT.value, WORKER_PORT.value, `${environment}: the health check would ask a port nobody serves`);
  console.log(`${environment}: ${[...found.keys()].join(" ")}`);
}

function checkService(environment, found, service) {
  assert.equal(service.deploy.restartPolicyType, "ALWAYS", `${environment}: ${service.name} would stay down`);
  for (const [name, variable] of Object.entries(service.variables)) {
    if (variable.type === "reference") {
      assert.ok(found.has(variable.resource), `${environment}: ${name} refers to ${variable.resource}, which is missing`);
    }
    for (const [, target] of String(variable.value ?? "").matchAll(/\$\{\{(\w+)\./g)) {
      assert.ok(found.has(`service.${target}`), `${environment}: ${name} refers to ${target}, which is missing`);
    }
  }
}

function checkSecrets(environment, service) {
  for (const name of SECRETS) {
    const { type } = service.variables[name];
    assert.equal(type, "sharedReference", `${environment}: ${name} of ${service.name} is written out in railway.ts`);
  }
}
