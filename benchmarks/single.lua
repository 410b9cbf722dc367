-- One message a request: a thousand devices in turn, each reading a new one.
local n, thread_number = 0, 0

function setup(thread)
  thread:set("thread_number", thread_number)
  thread_number = thread_number + 1
end

function request()
  n = n + 1
  local device = (n * 7 + thread_number * 13) % 1000
  local body = string.format(
    '{"site_id":"s1","ts":%d,"seq":%d,"metrics":{"temp_c":21.5,"humidity":40.25,"pressure":1013.1,"ok":true}}',
    os.time() * 1000, thread_number * 1e9 + n)
  return wrk.format("POST", "/ingest/v1/tenant/bench/device/d" .. device .. "/telemetry",
    { ["X-Provision-Token"] = "benchtoken-benchtoken", ["Content-Type"] = "application/json" }, body)
end
