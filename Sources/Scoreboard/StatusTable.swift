/// Renders workers as a table for people, at most 80 columns wide.
public enum StatusTable {
    /// A heading and one line per worker, busy ones first, the longest request at the top.
    public static func render(_ snapshot: ScoreboardSnapshot) -> String {
        let header = line(["PID", "POOL", "STATE", "FOR", "REQUESTS", "MEMORY", "DB", "ROUTE"])
        let workers = snapshot.workers.sorted { order($0) < order($1) }
        return ([header] + workers.map { row($0, at: snapshot.takenAt) }).joined(separator: "\n") + "\n"
    }

    /// A duration in at most six characters: `12ms`, `4.2s`, `12m`, `3h`, `8d`.
    public static func short(_ duration: Duration) -> String {
        let milliseconds = max(0, Int64(duration / .milliseconds(1)))
        return switch milliseconds {
        case ..<1_000: "\(milliseconds)ms"
        case ..<60_000: "\(milliseconds / 1_000).\(milliseconds / 100 % 10)s"
        case ..<3_600_000: "\(milliseconds / 60_000)m"
        case ..<86_400_000: "\(milliseconds / 3_600_000)h"
        default: "\(milliseconds / 86_400_000)d"
        }
    }

    private static func order(_ worker: SlotSnapshot) -> (Int, Duration, Int) {
        worker.state.isBusy ? (0, worker.since, worker.slot) : (1, .zero, worker.slot)
    }

    private static func row(_ worker: SlotSnapshot, at now: Duration) -> String {
        let mebibytes = worker.privateMemory >> 20
        let tenths = ((worker.privateMemory & 0xf_ffff) * 10) >> 20
        return line([
            "\(worker.process)", worker.pool, worker.state.name, short(now - worker.since), "\(worker.requests)",
            worker.privateMemory == 0 ? "-" : "\(mebibytes).\(tenths)M", worker.connection.name,
            worker.route ?? "-",
        ])
    }

    /// Columns with their widths; those that hold numbers end at the right.
    private static func line(_ cells: [String]) -> String {
        let widths = [7, -11, -8, 6, 9, 7, -10]
        var text = ""
        for (cell, width) in zip(cells, widths) {
            let cut = String(cell.prefix(abs(width)))
            let blanks = String(repeating: " ", count: abs(width) - cut.count)
            text += (width > 0 ? blanks + cut : cut + blanks) + " "
        }
        return text + String((cells.last ?? "").prefix(80 - text.count))
    }
}
