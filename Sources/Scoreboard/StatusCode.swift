/// The HTTP status codes that are counted one by one; the rest are counted by their class.
enum StatusCode {
    static let counted = [
        200, 201, 202, 204, 304, 400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 428, 429, 500, 501, 502, 503,
        504, 505,
    ]
    static let columns = counted.count + 5

    static func column(of status: Int) -> Int {
        if let exact = counted.firstIndex(of: status) { return exact }
        return counted.count + min(max(status / 100, 1), 5) - 1
    }

    /// For example `404`, or `4xx` where codes are counted together.
    static func label(ofColumn column: Int) -> String {
        column < counted.count ? String(counted[column]) : "\(column - counted.count + 1)xx"
    }
}
