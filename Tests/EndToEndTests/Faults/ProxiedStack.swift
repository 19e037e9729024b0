import Foundation
import Support

/// A stack of its own over the shared stack's database, with a path in between that can have faults.
struct ProxiedStack {
    let proxy: FaultProxy
    let stack: RunningStack

    init(workers: Int = 4) throws {
        let values = try EndToEnd.stack().values()
        let state = try EndToEnd.stack().state
        proxy = try FaultProxy(to: "\(state)/pg/.s.PGSQL.5432")
        let url = values["DATABASE_URL"] ?? ""
        let address = url.prefix { $0 != "/" } + "//" + (url.split(separator: "/").dropFirst().first ?? "")
        // The same credentials as over the socket: postgresql://role:password@127.0.0.1:port/ava
        let proxied = "\(address)127.0.0.1:\(proxy.port)/ava"
        stack = try EndToEnd.ownStack(workers: workers, settings: ["DATABASE_URL": proxied])
    }

    func finish() {
        proxy.behave(.forward)
        try? stack.finish()
        proxy.close()
    }
}
