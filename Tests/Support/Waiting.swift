import Foundation
import Platform

/// Repeats `condition` until it holds or the time is over.
/// - Returns: whether it held.
public func eventually(within time: Duration = .seconds(20), _ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = MonotonicClock.now + time
    while true {
        if try condition() { return true }
        if MonotonicClock.now > deadline { return false }
        Thread.sleep(forTimeInterval: 0.002)
    }
}
