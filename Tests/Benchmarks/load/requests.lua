-- Sends the requests of the file REQUESTS (one JSON-free record per line: method, path, token, body, tab separated)
-- in turn, and prints what happened as one line of JSON. Where a request contains COUNTER it gets a number of the same
-- length instead, counted from START, so that no two requests are the same.
local prepared = {}
local next_one = 0
local counter = os.getenv("COUNTER")
local number = tonumber(os.getenv("START"))
local with_number = "%0" .. #counter .. "d"

function init(arguments)
    for line in io.lines(os.getenv("REQUESTS")) do
        local method, path, token, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
        local headers = {}
        if token ~= "" then headers["Authorization"] = "Bearer " .. token end
        if body ~= "" then headers["Content-Type"] = "application/json" else body = nil end
        local request = wrk.format(method, path, headers, body)
        local first, last = request:find(counter, 1, true)
        prepared[#prepared + 1] = first and { request:sub(1, first - 1), request:sub(last + 1) } or { request }
    end
end

function request()
    next_one = next_one % #prepared + 1
    local head, tail = prepared[next_one][1], prepared[next_one][2]
    if not tail then return head end
    number = number + 1
    return head .. with_number:format(number) .. tail
end

function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        '{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"bad_statuses":%d,"failures":%d}\n',
        summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors.status,
        errors.connect + errors.read + errors.write + errors.timeout
    ))
end
