internal import Glibc
public import Logging

/// Writes each log line as one JSON object to standard error: one `write` a line, so lines of many processes never mix.
///
/// A line that cannot be written (full disk, reader gone or stuck) is dropped: logging never stops a request.
public struct StructuredLog: LogHandler {
    /// Values added to every line.
    public var metadata: Logger.Metadata = [:]
    /// Lines below this level are not written.
    public var logLevel: Logger.Level

    private let label: String

    /// A handler for the logger called `label`.
    public init(label: String, level: Logger.Level) {
        self.label = label
        logLevel = level
    }

    /// Reads or sets one value of ``metadata``.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one event as a line.
    public func log(event: LogEvent) {
        var line = LogLine()
        line.add("time", Timestamp(microsecondsSince1970: WallClock.microsecondsSince1970).description)
        line.add("level", event.level.rawValue)
        line.add("logger", label)
        line.add("pid", String(getpid()))
        line.add("message", event.message.description)
        for (name, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
            line.add(name, value.description)
        }
        line.write(to: STDERR_FILENO)
    }
}

/// One JSON object on its way to a descriptor.
struct LogLine {
    private var bytes: [UInt8] = [UInt8(ascii: "{")]

    mutating func add(_ name: String, _ value: String) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        append(quoted: name)
        bytes.append(UInt8(ascii: ":"))
        append(quoted: value)
    }

    consuming func write(to descriptor: Int32) {
        bytes += [UInt8(ascii: "}"), UInt8(ascii: "\n")]
        // A pipe that nobody empties would block; one that is ready takes PIPE_BUF bytes, more than any of our lines.
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard unsafe poll(&entry, 1, 0) > 0 else { return }
        _ = unsafe Glibc.write(descriptor, bytes, bytes.count)
    }

    private mutating func append(quoted text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: bytes += "\\u00\(Hexadecimal.format([byte]))".utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
