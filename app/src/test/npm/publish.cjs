// Publishes readings as a device does: node publish.cjs URL PROTOCOL_VERSION TOPIC COUNT
const mqtt = require("mqtt");

const [url, protocolVersion, topic, count] = process.argv.slice(2);

async function main() {
  const client = await mqtt.connectAsync(url, { protocolVersion: Number(protocolVersion) });
  for (let seq = 1; seq <= Number(count); seq++) {
    const reading = {
      site_id: "s1",
      seq,
      metrics: { temp_c: 21.5 },
      provision_token: process.env.PROVISION_TOKEN,
    };
    await client.publishAsync(topic, JSON.stringify(reading), { qos: 1 });
  }
  await client.endAsync();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
