import Foundation
import JSON
import Support
import Testing

extension EndToEnd {
    /// What the whole system is for: nothing that a customer has entered is ever lost.
    @Suite struct MainRoadTests {
        private static let key = "sk-0f8fad5b-d9cb-469f-a165-707286771234"
        private static let token = "9d2c1e7f4b8a6d3c5e9f1a2b3c4d9876"

        private static let profile = """
            {"full_name": "Zoé O'Neill \\ud83d\\ude80", "organization_name": "Acme; drop table users --", "industry": \
            "technology", "timezone": "Europe/Paris", "locale": "fr", "marketing_opt_in": true, "accept_terms": true}
            """
        private static let studio = """
            {"persona": "secretary", "job_to_be_done": "Gérer les appels", "languages": ["en", "fr"], \
            "tone": "professional", "guidelines": "Always be polite", "strategy": "attach", "number": "+14155550199", \
            "business_hours": "Mon-Fri 9-18", "fallback_email": "ops@acme.com", "calendar": "google", \
            "workspace_apps": ["slack", "notion"], "crm": "hubspot", "plan": "free", "seats": 2}
            """

        @Test func everythingEnteredIsThereAfterARestartAndNoSecretShowsAnywhere() throws {
            let stack = try EndToEnd.stack()
            let visitor = try Visitor()
            let client = visitor.client
            func call(_ method: String, _ path: String, _ body: String? = nil) throws -> HTTPAnswer {
                let answer = try client.send(method, "/api/v1" + path, body)
                try #require(answer.status == 200, "\(method) \(path): \(answer.text)")
                return answer
            }
            let profile = try call("PATCH", "/user/profile", Self.profile)
            let studio = try call("PATCH", "/user/studio-config", Self.studio)
            let vapi = try call("POST", "/vapi-settings", #"{"vapi_api_key": "\#(Self.key)"}"#)
            let twilio = try call(
                "POST",
                "/twilio-settings",
                #"{"account_sid": "AC5ef872f6da5a21de157d80997a64bd33", "auth_token": "\#(Self.token)", "# + """
                    "phone_number": "+1 (415) 555-0199"}
                    """
            )
            let flags = try call("PATCH", "/user/onboarding", #"{"onboarding_twilio_skipped": true}"#)
            let completion = try call("POST", "/user/complete-onboarding")
            #expect(vapi.json == ["has_vapi_key": true, "vapi_api_key_preview": "****1234"])
            #expect(twilio["account_sid_preview"] == "AC****bd33")
            #expect(twilio["phone_number"] == "+14155550199")
            #expect(completion["onboarding_completed"] == true)

            try stack.stop()
            try stack.start()

            let again = try visitor.logIn()
            #expect(again.status == 200)
            let later = stack.client.with(token: again["access_token"]?.string)
            func read(_ path: String) throws -> JSONValue? { try later.send("GET", "/api/v1" + path).json }
            for (path, text) in [("/user/profile", Self.profile), ("/user/studio-config", Self.studio)] {
                let sent = try JSONValue(text)
                let stored = try read(path)
                for name in sent.names { #expect(stored?[name] == sent[name]) }
            }
            // The later calls change the row as well, so its time of change is the last one's.
            #expect(profile["email"]?.string == visitor.email)
            #expect(studio["seats"] == 2)
            #expect(try read("/vapi-settings") == vapi.json)
            #expect(try read("/twilio-settings") == twilio.json)
            #expect(try read("/user/onboarding") == flags.json)
            #expect(try read("/auth/me")?["onboarding_completed"] == true)
            let state = try read("/user/onboarding-state")
            #expect(state?["resume_at"] == "done")
            #expect(state?["completed_at"] == completion["onboarding_completed_at"])

            try expectThatPythonDecrypts(visitor, stack)
            try expectThatNoSecretShows([Self.key, Self.token, Visitor.password], stack)
        }

        /// Any Fernet implementation with the same key reads the stored tokens.
        private func expectThatPythonDecrypts(_ visitor: Visitor, _ stack: RunningStack) throws {
            let query = """
                select vapi_api_key_encrypted || ' ' || auth_token_encrypted
                  from vapi_credentials v join twilio_credentials t using (user_id)
                 where user_id = \(visitor.id)
                """
            let stored = try #require(try stack.database().text(query))
            let keys = try #require(try stack.values()["FERNET_KEYS"])
            let script = """
                import sys
                from cryptography.fernet import Fernet
                keys, stored = sys.stdin.read().split('\\n')[:2]
                fernet = Fernet(keys.split(',')[0])
                print(' '.join(fernet.decrypt(token.encode()).decode() for token in stored.split()))
                """
            let output = try Python.run(script, input: Data("\(keys)\n\(stored)\n".utf8))
            #expect(String(decoding: output, as: UTF8.self) == "\(Self.key) \(Self.token)\n")
        }

        /// Not in a log, an error answer, a process list or, in the clear, in the database.
        private func expectThatNoSecretShows(_ secrets: [String], _ stack: RunningStack) throws {
            let client = try Visitor().client
            let wrong = #"{"vapi_api_key": ["\#(secrets[0])"], "auth_token": {"a": "\#(secrets[1])"}}"#
            let refusals = try [
                client.send("POST", "/api/v1/vapi-settings", wrong),
                client.send("POST", "/api/v1/twilio-settings", wrong),
                client.send("POST", "/api/v1/vapi-settings", #"{"vapi_api_key": "\#(secrets[0]) "}"#),
                client.send("POST", "/api/v1/auth/signup", #"{"email": "no", "password": "\#(secrets[2])"}"#),
                client.send("POST", "/api/v1/auth/login", #"["\#(secrets[2])"]"#),
                client.send("POST", "/api/v1/auth/login", #"{"email": "no", "password": "\#(secrets[2])""#),
            ]
            #expect(refusals.allSatisfy { $0.status == 422 })
            let logs = try stack.logs()
            #expect(logs.contains("/api/v1/vapi-settings"), "the access log is not among the logs")
            let processes = stack.processes.map(\.commandLine).joined(separator: "\n")
            let rows = try stack.database().snapshot().joined()
            let values = try stack.values()
            let settings = ["JWT_SECRET", "FERNET_KEYS"].compactMap { values[$0] }
            for secret in secrets {
                #expect(!refusals.contains { $0.text.contains(secret) }, "an error answer shows a secret")
                #expect(!rows.contains(secret), "the database holds a secret in the clear")
            }
            for secret in secrets + settings {
                #expect(!logs.contains(secret), "a log shows a secret")
                #expect(!processes.contains(secret), "the process list shows a secret")
            }
        }
    }
}
