-- Sends the requests of the file REQUESTS (one JSON-free record per line: method, path, token, body, tab separated)
-- in turn, and prints what happened as one line of JSON.
local prepared = {}
local next_one = 0

function init(arguments)
    for line in io.lines(os.getenv("REQUESTS")) do
        local method, path, token, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
        local headers = {}
        if token ~= "" then headers["Authorization"] = "Bearer " .. token end
        if body ~= "" then headers["Content-Type"] = "application/json" else body = nil end
        prepared[#prepared + 1] = wrk.format(method, path, headers, body)
    end
end

function request()
    next_one = next_one % #prepared + 1
    return prepared[next_one]
end

function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        '{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"bad_statuses":%d,"failures":%d}\n',
        summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors.status,
        errors.connect + errors.read + errors.write + errors.timeout
    ))
end
