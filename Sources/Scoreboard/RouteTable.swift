internal import Platform
internal import SystemPackage

extension Scoreboard {
    /// The route templates that any worker has named so far.
    var routes: [String] {
        let count = min(
            Int(clamping: memory.load(ScoreboardLayout.Header.routeCount)),
            ScoreboardLayout.Route.capacity
        )
        return (0..<count).map {
            memory.text(at: ScoreboardLayout.route($0), words: ScoreboardLayout.Route.words)
        }
    }

    /// Finds the table's place for each template, adding those that are new. Templates that find the table full share
    /// the last place.
    func register(_ templates: [String]) throws(Errno) -> [Int] {
        var places: [Int] = []
        try withRouteLock {
            var known = routes
            for template in templates {
                let text = String(decoding: template.utf8.prefix(ScoreboardLayout.Route.words * 8), as: UTF8.self)
                if let place = known.firstIndex(of: text) {
                    places.append(place)
                } else if known.count < ScoreboardLayout.Route.capacity {
                    let isLast = known.count == ScoreboardLayout.Route.capacity - 1
                    let entry = isLast ? "other" : text
                    memory.store(
                        entry,
                        at: ScoreboardLayout.route(known.count),
                        words: ScoreboardLayout.Route.words
                    )
                    known.append(entry)
                    memory.store(UInt64(known.count), at: ScoreboardLayout.Header.routeCount)
                    places.append(known.count - 1)
                } else {
                    places.append(ScoreboardLayout.Route.capacity - 1)
                }
            }
        }
        return places
    }
}
