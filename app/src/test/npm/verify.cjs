// Checks a webhook as a receiver does: node verify.cjs ID TIMESTAMP SIGNATURE BODY_FILE, the secret in SECRET
const { readFileSync } = require("node:fs");
const { Webhook } = require("standardwebhooks");

const [id, timestamp, signature, file] = process.argv.slice(2);
const secret = process.env.SECRET;

const webhook = secret.startsWith("whsec_")
  ? new Webhook(secret)
  : new Webhook(Buffer.from(secret), { format: "raw" }); // as UTF-8
webhook.verify(readFileSync(file), {
  "webhook-id": id,
  "webhook-timestamp": timestamp,
  "webhook-signature": signature,
});
console.log("verified");
