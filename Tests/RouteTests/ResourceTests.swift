import Foundation
import JSON
import Support
import Testing

extension Routes {
    /// Each route's good answer, as the contract describes it.
    @Suite struct ResourceTests {
        @Test func signingUpAnswersWithTokensAndTheUser() throws {
            let client = try Service.client
            let email = "New-\(UUID().uuidString)@Example.com"
            let body = """
                {"email": " \(email)\\t", "password": "correct-horse-battery", "full_name": "Ada", "locale": "he", \
                "is_admin": true, "id": 1, "user_id": 1, "onboarding_completed": true}
                """
            let answer = try client.send("POST", "/api/v1/auth/signup", body)
            #expect(answer.status == 201)
            #expect(
                answer.json?.names == ["access_token", "refresh_token", "token_type", "expires_in", "user"]
            )
            #expect(answer["token_type"] == "bearer")
            #expect(answer["expires_in"] == 900)
            #expect(
                answer["user"]?.names == ["id", "email", "full_name", "locale", "onboarding_completed", "created_at"]
            )
            #expect(answer["user"]?["email"]?.string == email)
            #expect(answer["user"]?["full_name"] == "Ada")
            #expect(answer["user"]?["locale"] == "he")
            #expect(answer["user"]?["onboarding_completed"] == false)
            let time = try #require(answer["user"]?["created_at"]?.string)
            #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/) != nil)
            #expect(answer.header("Cache-Control") == "no-store")
            let me = try client.with(token: answer["access_token"]?.string).send("GET", "/api/v1/auth/me")
            #expect(me.json == answer["user"])
        }

        @Test func anAddressBelongsToOneAccountWhateverItsCase() throws {
            let visitor = try Visitor()
            let before = try Service.database.snapshot()
            let answer = try visitor.client.send(
                "POST",
                "/api/v1/auth/signup",
                Visitor.credentials(visitor.email.uppercased())
            )
            expectProblem(answer, 409)
            #expect(answer["detail"] == "Email already registered")
            #expect(try Service.database.snapshot() == before)
        }

        @Test func aPatchTouchesOnlyWhatItNamesAndNullClears() throws {
            let client = try Visitor().client
            let path = "/api/v1/user/profile"
            _ = try client.send("PATCH", path, #"{"full_name": "Ada", "industry": "tech", "marketing_opt_in": "yes"}"#)
            let second = try client.send("PATCH", path, #"{"industry": null, "marketing_opt_in": null, "x": 1}"#)
            #expect(second.status == 200)
            #expect(second["full_name"] == "Ada")
            #expect(second["industry"] == nil as JSONValue)
            #expect(second["marketing_opt_in"] == false)
            let nothing = try client.send("PATCH", path, "{}")
            #expect(nothing.json == second.json)
            #expect(try client.send("GET", path).json == second.json)
        }

        @Test func clearedPlanAndSeatsGoBackToTheirDefaults() throws {
            let client = try Visitor().client
            let path = "/api/v1/user/studio-config"
            let set = try client.send("PATCH", path, #"{"plan": "business", "seats": " +25 ", "languages": ["he"]}"#)
            #expect(set["plan"] == "business")
            #expect(set["seats"] == 25)
            let cleared = try client.send("PATCH", path, #"{"plan": null, "seats": null, "languages": null}"#)
            #expect(cleared["plan"] == "free")
            #expect(cleared["seats"] == 1)
            #expect(cleared["languages"] == nil as JSONValue)
            #expect(
                cleared.json?.names == [
                    "persona", "job_to_be_done", "languages", "tone", "guidelines", "strategy", "number",
                    "business_hours", "fallback_email", "calendar", "workspace_apps", "crm", "plan", "seats",
                    "updated_at",
                ]
            )
        }

        @Test func whatIsStillBeingTypedIsStoredAndShownAsMissing() throws {
            let client = try Visitor().client
            let answer = try client.send(
                "PATCH",
                "/api/v1/user/studio-config",
                #"{"strategy": "attach", "business_hours": "9", "fallback_email": "ops@", "number": "+1 (415"}"#
            )
            #expect(answer.status == 200)
            let state = try client.send("GET", "/api/v1/user/onboarding-state")
            #expect(
                state.json?.names == [
                    "profile", "studio_config", "vapi", "twilio", "onboarding", "assistants", "completed",
                    "completed_at", "steps", "resume_at",
                ]
            )
            let steps = try #require(state["steps"]?.elements)
            #expect(
                steps.map { $0["id"]?.string } == [
                    "profile", "vapi", "ava", "twilio", "telephony", "integrations", "assistant", "plan", "done",
                ]
            )
            #expect(steps[4] == ["id": "telephony", "number": 5, "status": "todo", "missing": ["fallback_email"]])
            #expect(state["resume_at"] == "profile")
        }

        @Test(arguments: ["/api/v1/user/onboarding", "/api/user/onboarding"])
        func flagsAreExactlyThreeBooleans(path: String) throws {
            let client = try Visitor().client
            let none: JSONValue = [
                "onboarding_vapi_skipped": false, "onboarding_twilio_skipped": false,
                "onboarding_assistant_created": false,
            ]
            #expect(try client.send("GET", path).json == none)
            let set = try client.send("PATCH", path, #"{"onboarding_vapi_skipped": "On"}"#)
            #expect(set["onboarding_vapi_skipped"] == true)
            #expect(set["onboarding_twilio_skipped"] == false)
            let cleared = try client.send("PATCH", path, #"{"onboarding_vapi_skipped": null}"#)
            #expect(cleared.json == none)
        }

        @Test func savingReadingAndDeletingKeysTellTheStateAfterTheCall() throws {
            let client = try Visitor().client
            let none: JSONValue = ["has_vapi_key": false, "vapi_api_key_preview": nil]
            let path = "/api/v1/vapi-settings"
            #expect(try client.send("GET", path).json == none)
            let short = try client.send("POST", path, #"{"vapi_api_key": "sk-1234"}"#)
            #expect(short.json == ["has_vapi_key": true, "vapi_api_key_preview": "****"])
            let long = try client.send("POST", path, #"{"vapi_api_key": "sk-12345"}"#)
            #expect(long.json == ["has_vapi_key": true, "vapi_api_key_preview": "****2345"])
            #expect(try client.send("GET", path).json == long.json)
            #expect(try client.send("DELETE", path).json == none)
            #expect(try client.send("DELETE", path).json == none)
            #expect(try client.send("GET", path).json == none)

            let twilio = "/api/v1/twilio-settings"
            let saved = try client.send("POST", twilio, #"{"account_sid": "AC123", "auth_token": "token123"}"#)
            #expect(saved.json == ["has_credentials": true, "account_sid_preview": "****", "phone_number": nil])
            let full = #"{"account_sid": "AC00000000000000000000000000001234", "auth_token": "token123"}"#
            #expect(try client.send("POST", twilio, full)["account_sid_preview"] == "AC****1234")
            #expect(
                try client.send("DELETE", twilio).json == [
                    "has_credentials": false, "account_sid_preview": nil, "phone_number": nil,
                ]
            )
        }

        @Test func completingNeedsTheTermsAndKeepsTheFirstTime() throws {
            let client = try Visitor().client
            let path = "/api/v1/user/complete-onboarding"
            let early = try client.send("POST", path)
            expectProblem(early, 409)
            #expect(early["missing"] == ["accept_terms"])
            _ = try client.send("PATCH", "/api/v1/user/profile", #"{"accept_terms": true}"#)
            let first = try client.send("POST", path)
            #expect(first.status == 200)
            let second = try client.send("POST", path)
            #expect(second.json == first.json)
            #expect(second["onboarding_completed"] == true)
        }

        @Test func healthAndReadinessAnswer() throws {
            let client = try Service.client
            #expect(try client.send("GET", "/healthz").json == ["status": "healthy"])
            #expect(try client.send("GET", "/readyz").json == ["status": "ready"])
        }

        @Test(arguments: [
            "/api/v1/auth/me", "/api/v1/user/profile", "/api/v1/user/studio-config", "/api/v1/vapi-settings",
            "/api/v1/twilio-settings", "/api/v1/user/onboarding", "/api/v1/user/onboarding-state", "/healthz",
            "/readyz",
        ])
        func headAnswersLikeGetWithoutABody(path: String) throws {
            let client = try Visitor().client
            let get = try client.send("GET", path)
            let head = try client.send("HEAD", path)
            #expect(get.status == 200)
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head.header("Content-Length") == get.header("Content-Length"))
            #expect(head.header("Content-Type") == get.header("Content-Type"))
        }

        @Test(arguments: [
            ("GET", "/api/v1/auth/signup", "POST"), ("DELETE", "/api/v1/user/profile", "GET, HEAD, PATCH"),
            ("PUT", "/api/v1/vapi-settings", "DELETE, GET, HEAD, POST"), ("OPTIONS", "/api/v1/auth/me", "GET, HEAD"),
        ])
        func anotherMethodIsRefusedWithTheOnesThatWork(method: String, path: String, allowed: String) throws {
            let answer = try Visitor().client.send(method, path, headers: ["Origin": "https://evil.example"])
            expectProblem(answer, 405)
            #expect(answer.header("Allow") == allowed)
            #expect(answer.header("Access-Control-Allow-Origin") == nil)
        }

        @Test func aTrailingSlashIsTheSameRoute() throws {
            let client = try Visitor().client
            #expect(try client.send("GET", "/api/v1/user/profile/").status == 200)
            #expect(try client.send("GET", "/healthz/").status == 200)
            #expect(try client.send("GET", "/readyz/").status == 200)
            expectProblem(try client.send("GET", "/api/v1/user/profile//"), 404)
        }
    }
}
