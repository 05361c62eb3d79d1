// The secret of a webhook, shown once, and how a receiver verifies with it.
import { CopyButton } from "~/components/copy-button";
import { SecretDialog } from "~/components/secret-dialog";

interface WebhookSecretProps {
  title: string;
  secret: string;
  onClose: () => void;
}

export function WebhookSecret({ title, secret, onClose }: WebhookSecretProps) {
  return (
    <SecretDialog title={title} noun="secret" secret={secret} onClose={onClose}>
      <p className="mt-4 mb-2">
        Give it to the receiver. Every call carries <code>webhook-id</code>, <code>webhook-timestamp</code> and{" "}
        <code>webhook-signature</code>, as{" "}
        <a href="https://www.standardwebhooks.com" target="_blank" rel="noreferrer" className="text-accent underline">
          Standard Webhooks
        </a>{" "}
        says, and its libraries verify them:
      </p>
      <Snippet language="Python" text={python(secret)} />
      <Snippet language="JavaScript" text={javascript(secret)} />
    </SecretDialog>
  );
}

function Snippet({ language, text }: { language: string; text: string }) {
  return (
    <figure className="relative mb-2">
      <figcaption className="mb-1 text-xs font-medium">{language}</figcaption>
      <div className="absolute top-6 right-1.5 rounded-lg bg-sunken">
        <CopyButton text={text} label={`Copy the ${language}`} />
      </div>
      <pre tabIndex={0} className="overflow-x-auto rounded-lg bg-sunken p-3 pr-11 text-xs leading-5">
        {text}
      </pre>
    </figure>
  );
}

/** A secret that was brought along signs by its own bytes. */
function isOurs(secret: string): boolean {
  return secret.startsWith("whsec_");
}

function python(secret: string): string {
  const given = isOurs(secret) ? 'os.environ["WEBHOOK_SECRET"]' : 'os.environ["WEBHOOK_SECRET"].encode()';
  return `from standardwebhooks import Webhook  # pip install standardwebhooks

event = Webhook(${given}).verify(request.data, request.headers)  # raises when forged or old`;
}

function javascript(secret: string): string {
  const given = isOurs(secret) ? "process.env.WEBHOOK_SECRET" : 'process.env.WEBHOOK_SECRET, { format: "raw" }';
  return `import { Webhook } from "standardwebhooks"; // npm install standardwebhooks

const event = new Webhook(${given}).verify(rawBody, request.headers); // throws when forged or old`;
}
