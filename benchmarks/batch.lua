-- A hundred messages a request: a thousand devices in turn, each reading a new one.
local n, thread_number = 0, 0

function setup(thread)
  thread:set("thread_number", thread_number)
  thread_number = thread_number + 1
end

function request()
  local messages = {}
  for i = 1, 100 do
    n = n + 1
    local device = (n * 7 + thread_number * 13) % 1000
    messages[i] = string.format(
      '{"tenant_id":"bench","device_id":"d%d","msg_type":"telemetry","provision_token":"benchtoken-benchtoken",'
        .. '"site_id":"s1","ts":%d,"seq":%d,"metrics":{"temp_c":21.5,"humidity":40.25,"pressure":1013.1,"ok":true}}',
      device, os.time() * 1000, thread_number * 1e9 + n)
  end
  return wrk.format("POST", "/ingest/v1/batch", { ["Content-Type"] = "application/json" },
    '{"messages":[' .. table.concat(messages, ",") .. ']}')
end
