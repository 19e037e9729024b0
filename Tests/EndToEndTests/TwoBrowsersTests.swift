import Foundation
import JSON
import Support
import Testing

extension EndToEnd {
    /// One customer, two browsers: the last writer wins per field, never per form.
    @Suite struct TwoBrowsersTests {
        @Test func twoBrowsersLoseNoEditOfEachOther() throws {
            let visitor = try Visitor()
            let second = visitor.client.with(token: try #require(try visitor.logIn()["access_token"]?.string))
            let browsers = [visitor.client, second]
            let fields = [
                [
                    ("profile", "full_name"), ("profile", "industry"), ("studio-config", "tone"),
                    ("studio-config", "number"),
                ],
                [
                    ("profile", "organization_name"), ("profile", "timezone"), ("studio-config", "guidelines"),
                    ("studio-config", "business_hours"),
                ],
            ]
            let statuses = try inParallel(2) { browser in
                try (0..<25).flatMap { round in
                    try fields[browser].map { resource, field in
                        let body = "{\"\(field)\": \"\(field) \(round)\"}"
                        return try browsers[browser].send("PATCH", "/api/v1/user/\(resource)", body).status
                    }
                }
            }
            #expect(statuses.joined().allSatisfy { $0 == 200 })
            let state = try browsers[0].send("GET", "/api/v1/user/onboarding-state")
            for (resource, field) in fields.joined() {
                let part = resource == "profile" ? "profile" : "studio_config"
                #expect(state[part]?[field]?.string == "\(field) 24", "\(field)")
            }
        }

        @Test func ofTwoEditsOfOneFieldTheLaterStays() throws {
            let visitor = try Visitor()
            let second = visitor.client.with(token: try #require(try visitor.logIn()["access_token"]?.string))
            for (browser, name) in [(visitor.client, "first"), (second, "second"), (visitor.client, "third")] {
                #expect(try browser.send("PATCH", "/api/v1/user/profile", "{\"full_name\": \"\(name)\"}").status == 200)
            }
            #expect(try second.send("GET", "/api/v1/user/profile")["full_name"]?.string == "third")
        }
    }
}
