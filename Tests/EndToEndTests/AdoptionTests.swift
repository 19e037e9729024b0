import Foundation
import JSON
import Support
import Testing

extension EndToEnd {
    /// An installation of the earlier product moves over: its customers notice nothing.
    @Suite struct AdoptionTests {
        private let database: TestDatabase
        private let data: AdoptionData

        init() throws {
            database = try TestDatabase()
            data = try AdoptionData()
            try database.run("alter database \(database.name) set timezone to 'UTC'")
            try database.run(EarlierProduct.tables)
            try database.run(data.rows)
        }

        private var settings: [String: String] {
            [
                "DATABASE_URL": database.applicationURL, "DATABASE_OWNER_URL": database.ownerURL,
                "JWT_SECRET": AdoptionData.secret, "FERNET_KEYS": AdoptionData.fernetKey,
            ]
        }

        /// The program that `nginx/run` has built for the shared stack.
        private func onboardingctl(_ arguments: String..., changes: [String: String] = [:]) throws -> Command {
            try Command(
                [Repository.programs + "/onboardingctl"] + arguments,
                environment: ProcessInfo.processInfo.environment.merging(settings) { $1 }.merging(changes) { $1 }
            )
        }

        private func content() throws -> [String?] {
            let tables = [
                "alembic_version", "users", "vapi_credentials", "twilio_credentials", "user_onboarding", "campaigns",
            ]
            return try database.texts(
                EarlierProduct.content(
                    of: tables.map { table in
                        let query =
                            "select attname from pg_attribute where attrelid = '\(table)'::regclass and attnum > 0"
                        return (table: table, names: try database.texts(query).compactMap { $0 })
                    }
                )
            )
        }

        private func logIn(_ email: String, _ client: HTTPClient) throws -> HTTPAnswer {
            let body = #"{"email": "\#(email)", "password": "\#(AdoptionData.password)"}"#
            return try client.send("POST", "/api/v1/auth/login", body)
        }

        @Test func anEarlierInstallationMovesOver() throws {
            let refused = #expect(throws: RunningStack.Failure.self) {
                try RunningStack(workers: 1, settings: settings)
            }
            #expect(refused?.reason.contains("onboardingctl migrate adopt") == true, "\(refused?.reason ?? "")")

            let before = try content()
            let adoption = try onboardingctl("migrate", "adopt")
            try #require(adoption.status == 0, "\(adoption.output)\(adoption.errors)")
            #expect(try content() == before)

            let stack = try RunningStack(workers: 2, settings: settings)
            #expect(try content() == before)
            try passwordsAndTokensStillWork(stack.client)
            try valuesAreAsTheyWere(stack.client)
            try columnsWithoutValuesAreReadAndFilled(stack.client)
            try valuesThatNoLongerExistStandInNobodysWay(stack.client)
            try secretsStayReadable(stack.client)
            try stack.finish()
        }

        private func passwordsAndTokensStillWork(_ client: HTTPClient) throws {
            for token in data.tokens {
                let me = try client.with(token: token).send("GET", "/api/v1/auth/me")
                #expect(me.status == 200, "\(me.text)")
                #expect(me["email"] == "Ada@Example.org")
            }
            for token in data.badTokens {
                #expect(try client.with(token: token).send("GET", "/api/v1/auth/me").status == 401)
            }
            let hash = "select hashed_password from users where id = 1"
            #expect(try database.texts(hash) == [data.passwordHash])
            for _ in 0..<2 {
                #expect(try logIn("ada@example.ORG", client).status == 200)
                #expect(try database.texts(hash).first??.hasPrefix("$y$") == true)
            }
            #expect(try logIn("gone@example.org", client).status == 401)
            let wrong = #"{"email": "nulls@example.org", "password": "another password"}"#
            #expect(try client.send("POST", "/api/v1/auth/login", wrong).status == 401)
            let twin = #"{"email": "ADA@example.org", "password": "a password of 2026"}"#
            #expect(try client.send("POST", "/api/v1/auth/signup", twin).status == 409)
            let new = #"{"email": "new@example.org", "password": "a password of 2026"}"#
            let signup = try client.send("POST", "/api/v1/auth/signup", new)
            #expect(signup.status == 201)
            #expect(try #require(signup["user"]?["id"]?.integer) > 4)
        }

        private func valuesAreAsTheyWere(_ client: HTTPClient) throws {
            let ada = client.with(token: data.tokens[0])
            let profile = try ada.send("GET", "/api/v1/user/profile")
            #expect(profile["full_name"] == "Ada Lovelace")
            #expect(profile["accept_terms"] == true)
            #expect(profile["updated_at"] == "2025-10-29T10:00:00.000000Z")
            let studio = try ada.send("GET", "/api/v1/user/studio-config")
            #expect(studio["languages"] == ["en", "fr"])
            #expect(studio["tone"] == "friendly")
            #expect(studio["plan"] == "pro")
            #expect(studio["seats"] == 5)
            #expect(
                try ada.send("GET", "/api/v1/vapi-settings").json == [
                    "has_vapi_key": true, "vapi_api_key_preview": "****z789",
                ]
            )
            #expect(
                try ada.send("GET", "/api/v1/twilio-settings").json == [
                    "has_credentials": true, "account_sid_preview": "AC****1234", "phone_number": "+14155550199",
                ]
            )
            let state = try ada.send("GET", "/api/v1/user/onboarding-state")
            #expect(state["completed"] == true)
            #expect(state["completed_at"] == "2025-10-30T11:00:00.000000Z")
            let completion = try ada.send("POST", "/api/v1/user/complete-onboarding")
            #expect(completion["onboarding_completed_at"] == "2025-10-30T11:00:00.000000Z")
        }

        private func columnsWithoutValuesAreReadAndFilled(_ client: HTTPClient) throws {
            let login = try logIn("nulls@example.org", client)
            #expect(login["user"]?["created_at"] == JSONValue.null)
            let user = client.with(token: login["access_token"]?.string)
            let profile = try user.send("GET", "/api/v1/user/profile")
            #expect(profile["marketing_opt_in"] == false)
            #expect(profile["accept_terms"] == false)
            #expect(profile["locale"] == JSONValue.null)
            let studio = try user.send("GET", "/api/v1/user/studio-config")
            #expect(studio["plan"] == "free")
            #expect(studio["seats"] == 1)
            #expect(try user.send("GET", "/api/v1/vapi-settings")["has_vapi_key"] == false)
            #expect(
                try user.send("GET", "/api/v1/user/onboarding").json == [
                    "onboarding_vapi_skipped": true, "onboarding_twilio_skipped": false,
                    "onboarding_assistant_created": false,
                ]
            )
            let state = try user.send("GET", "/api/v1/user/onboarding-state")
            #expect(state.status == 200)
            #expect(state["completed"] == false)
            #expect(state["resume_at"] == "profile")
            try saveEachField(user)
            #expect(try user.send("POST", "/api/v1/user/complete-onboarding")["onboarding_completed"] == true)
        }

        /// One request for each field, as the wizard's autosave sends them.
        private func saveEachField(_ user: HTTPClient) throws {
            let fields: [(String, String, JSONValue)] = [
                ("profile", "full_name", "Noa"), ("profile", "organization_name", "Acme"),
                ("profile", "industry", "technology"), ("profile", "timezone", "Europe/Paris"),
                ("profile", "locale", "he"), ("profile", "marketing_opt_in", true), ("profile", "accept_terms", true),
                ("studio-config", "persona", "sdr"), ("studio-config", "job_to_be_done", "Gérer les appels"),
                ("studio-config", "languages", ["he", "en"]), ("studio-config", "tone", "warm"),
                ("studio-config", "guidelines", "Always be polite"), ("studio-config", "strategy", "attach"),
                ("studio-config", "number", "+14155550199"), ("studio-config", "business_hours", "9-18"),
                ("studio-config", "fallback_email", "ops@acme.com"), ("studio-config", "calendar", "google"),
                ("studio-config", "workspace_apps", ["slack", "notion"]), ("studio-config", "crm", "none"),
                ("studio-config", "plan", "business"), ("studio-config", "seats", 7),
                ("onboarding", "onboarding_vapi_skipped", false), ("onboarding", "onboarding_twilio_skipped", true),
                ("onboarding", "onboarding_assistant_created", true),
            ]
            for (resource, name, value) in fields {
                let body = JSONValue.object([JSONMember(name: name, value: value)]).text
                let answer = try user.send("PATCH", "/api/v1/user/\(resource)", body)
                #expect(answer.status == 200, "\(name): \(answer.text)")
                #expect(answer[name] == value, "\(name)")
            }
            for (resource, name, value) in fields {
                #expect(try user.send("GET", "/api/v1/user/\(resource)")[name] == value, "\(name)")
            }
        }

        private func valuesThatNoLongerExistStandInNobodysWay(_ client: HTTPClient) throws {
            let user = client.with(token: try logIn("odd@example.org", client)["access_token"]?.string)
            let studio = try user.send("GET", "/api/v1/user/studio-config")
            #expect(studio["persona"] == "receptionist")
            #expect(studio["seats"] == 5000)
            #expect(try user.send("GET", "/api/v1/user/onboarding-state").status == 200)
            let saved = try user.send("PATCH", "/api/v1/user/studio-config", #"{"tone": "warm"}"#)
            #expect(saved.status == 200, "\(saved.text)")
            #expect(saved["persona"] == "receptionist")
            #expect(try user.send("PATCH", "/api/v1/user/studio-config", #"{"persona": "receptionist"}"#).status == 422)
            #expect(try user.send("PATCH", "/api/v1/user/profile", #"{"locale": "en"}"#).status == 200)
        }

        /// The earlier product's keys open what it has stored, and its libraries open what is stored now.
        private func secretsStayReadable(_ client: HTTPClient) throws {
            let runtime = ["RUNTIME_DIRECTORY": FileManager.default.temporaryDirectory.path(percentEncoded: false)]
            let check = try onboardingctl("check", changes: runtime)
            #expect(check.output.contains("FERNET_KEYS open the stored secrets; tried: 2."), "\(check.output)")
            let other = ["FERNET_KEYS": "UHl0aG9uIGRvZXMgbm90IGtub3cgdGhpcyBrZXkhISE="]
            let locked = try onboardingctl("check", changes: runtime.merging(other) { $1 })
            #expect(locked.output.contains("do not open 2 of 2 stored secrets"), "\(locked.output)")

            let ada = client.with(token: data.tokens[0])
            let saved = try ada.send("POST", "/api/v1/vapi-settings", #"{"vapi_api_key": "sk-of-2026-and-later"}"#)
            #expect(saved["vapi_api_key_preview"] == "****ater")
            let stored = try database.texts("select vapi_api_key_encrypted from vapi_credentials where user_id = 1")
            let script = """
                import sys
                from cryptography.fernet import Fernet
                for token in sys.stdin: print(Fernet(b"\(AdoptionData.fernetKey)").decrypt(token.strip().encode()).decode())
                """
            #expect(try Python.lines(script, stored.compactMap { $0 }) == ["sk-of-2026-and-later"])
        }
    }
}
