-- Every request is a reading of its own: a thread numbers its own device's.
local token = os.getenv("PROVISION_TOKEN")
local seq = 0

function request()
  seq = seq + 1
  return wrk.format("POST", nil, {
    ["Content-Type"] = "application/json",
    ["X-Provision-Token"] = token,
  }, '{"site_id":"s1","seq":' .. seq .. ',"metrics":{"temp_c":21.5}}')
end
