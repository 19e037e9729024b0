import Foundation
import Support

/// A stack of its own over the shared stack's database, with a path in between that can have faults.
struct ProxiedStack {
    let proxy: FaultProxy
    let stack: RunningStack

    init(workers: Int = 4) throws {
        proxy = try Self.proxy()
        stack = try EndToEnd.ownStack(workers: workers, settings: ["DATABASE_URL": try Self.url(through: proxy)])
    }

    /// A path to the shared stack's database.
    static func proxy(in namespace: NetworkNamespace? = nil) throws -> FaultProxy {
        try FaultProxy(to: "\(EndToEnd.stack().state)/pg/.s.PGSQL.5432", in: namespace)
    }

    /// The same credentials as over the socket: `postgresql://role:password@127.0.0.1:port/ava`.
    static func url(through proxy: FaultProxy) throws -> String {
        let url = try EndToEnd.stack().values()["DATABASE_URL"] ?? ""
        let address = url.prefix { $0 != "/" } + "//" + (url.split(separator: "/").dropFirst().first ?? "")
        return "\(address)127.0.0.1:\(proxy.port)/ava"
    }

    func finish() {
        proxy.behave(.forward)
        try? stack.finish()
        proxy.close()
    }
}
