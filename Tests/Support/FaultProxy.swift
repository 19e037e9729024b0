import Foundation
import Glibc
import Platform
import Synchronization
import SystemPackage

/// A network path with faults: listens on 127.0.0.1, leads to a server's Unix socket, and treats what comes back, or
/// everything, as it is told. One thread for each connection.
public final class FaultProxy: Sendable {
    /// What becomes of the bytes.
    public enum Behaviour: Sendable, Equatable {
        /// They arrive.
        case forward
        /// They do not, in either direction, and nobody is told. A client that hangs up takes what it had sent along.
        case hold
        /// The client's bytes arrive; the server's do not.
        case mute
        /// The server's bytes arrive one at a time.
        case slice
        /// The server's bytes arrive at this rate.
        case trickle(bytesPerSecond: Int)
        /// After so many of the server's bytes the client's connection is reset.
        case reset(afterBytes: Int)
    }

    /// Where it listens.
    public let port: UInt16

    private struct State {
        var behaviour = Behaviour.forward
        /// Counts the changes, so that each connection starts its own count of bytes anew.
        var generation = 0
        var accepted = 0
        var resets = 0
        var isOver = false
    }

    private let target: String
    private let listener: Int32
    private let state = Mutex(State())

    /// Starts to listen.
    /// - Parameters:
    ///   - path: the server's Unix socket.
    ///   - namespace: where its clients are; nil for where everybody is.
    public init(to path: String, in namespace: NetworkNamespace? = nil) throws {
        target = path
        (listener, port) = try namespace?.listen() ?? LoopbackSocket.listen()
        Thread.detachNewThread { [self] in accept() }
    }

    /// Changes what happens from now on, to the connections that stand as well.
    public func behave(_ behaviour: Behaviour) {
        state.withLock {
            $0.behaviour = behaviour
            $0.generation += 1
        }
    }

    /// How many connections it has accepted.
    public var accepted: Int { state.withLock { $0.accepted } }

    /// How many connections it has reset.
    public var resets: Int { state.withLock { $0.resets } }

    /// Closes everything.
    public func close() { state.withLock { $0.isOver = true } }

    private var isOver: Bool { state.withLock { $0.isOver } }

    private func accept() {
        defer { Glibc.close(listener) }
        while !isOver {
            guard Self.events(listener, Int16(POLLIN), within: 20) != 0 else { continue }
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { continue }
            state.withLock { $0.accepted += 1 }
            var yes: Int32 = 1
            unsafe setsockopt(client, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
            Thread.detachNewThread { [self] in
                if let server = try? UnixSocket.connect(target, blocking: true) {
                    pass(client, server.rawValue)
                    server.closeIgnoringErrors()
                }
                Glibc.close(client)
            }
        }
    }

    /// Serves one connection to its end.
    private func pass(_ client: Int32, _ server: Int32) {
        var generation = -1
        var returned = 0
        while !isOver {
            let (behaviour, current) = state.withLock { ($0.behaviour, $0.generation) }
            if current != generation { (generation, returned) = (current, 0) }
            if behaviour == .hold {
                if Self.events(client, Self.hangUp, within: 2) != 0 { return }
                continue
            }
            if Self.events(client, Int16(POLLIN), within: 0) != 0 {
                guard let bytes = Self.receive(client, 65_536), Self.send(server, bytes) else { return }
            }
            if behaviour == .mute {
                if Self.events(client, Self.hangUp, within: 2) != 0 { return }
                continue
            }
            guard Self.events(server, Int16(POLLIN), within: 1) != 0 else { continue }
            switch behaviour {
            case .hold, .mute: break
            case .forward:
                guard let bytes = Self.receive(server, 65_536), Self.send(client, bytes) else { return }
            case .slice:
                guard let bytes = Self.receive(server, 1), Self.send(client, bytes) else { return }
            case .trickle(let rate):
                guard let bytes = Self.receive(server, max(1, rate / 100)), Self.send(client, bytes) else { return }
                usleep(10_000)
            case .reset(let limit):
                if returned < limit {
                    guard let bytes = Self.receive(server, limit - returned), Self.send(client, bytes) else { return }
                    returned += bytes.count
                }
                if returned >= limit { return reset(client) }
            }
        }
    }

    /// Makes the coming `close` send a reset instead of an orderly end.
    private func reset(_ client: Int32) {
        var linger = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(client, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        state.withLock { $0.resets += 1 }
    }

    /// POLLRDHUP of <poll.h>, which Glibc's module leaves out.
    private static let hangUp: Int16 = 0x2000

    private static func events(_ descriptor: Int32, _ wanted: Int16, within milliseconds: Int32) -> Int16 {
        var entry = pollfd(fd: descriptor, events: wanted, revents: 0)
        return unsafe poll(&entry, 1, milliseconds) > 0 ? entry.revents : 0
    }

    private static func receive(_ descriptor: Int32, _ most: Int) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: most)
        let count = unsafe recv(descriptor, &buffer, most, 0)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    private static func send(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let rest = Array(bytes[sent...])
            let count = unsafe Glibc.send(descriptor, rest, rest.count, Int32(MSG_NOSIGNAL))
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
