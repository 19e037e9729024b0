import HTTPTypes
import JSON
import Support
import Testing

@testable import HTTPRouting
@testable import Onboarding
@testable import Site

@Suite struct DocumentTests {
    @Test func theDocumentHoldsEveryRouteOfTheTableAndNothingElse() {
        let routes = Documents.routes.map { "\($0.method.rawValue) \($0.path) \($0.name)" }
        let operations = Documents.operations.map { operation in
            "\(operation.method.uppercased()) \(operation.path) \(operation.value["operationId"]?.string ?? "-")"
        }
        #expect(routes.sorted() == operations.sorted())
        #expect(Set(Documents.routes.map(\.name)).count == routes.count)
    }

    @Test func anOperationAsksForATokenExactlyWhenTheRouteNeedsOne() {
        for route in Documents.routes {
            let operation = Documents.operations.first { $0.value["operationId"]?.string == route.name }
            let schemes = operation?.value["security"]?.elements.flatMap(\.names) ?? []
            #expect(schemes == (route.access == .caller ? ["bearerAuth"] : []), "\(route.name)")
        }
    }

    @Test func everyJSONAnswerDeclaresItsMembers() {
        for route in Documents.routes {
            for answer in route.answers where answer.contentType == "application/json" {
                #expect(answer.shape != nil, "\(route.name) \(answer.status.code)")
            }
        }
    }

    @Test func everySuccessThatMayHaveABodyDeclaresOne() {
        for route in Documents.routes {
            let successes = route.answers.filter { $0.status.code < 300 }
            #expect(!successes.isEmpty, "\(route.name)")
            for answer in successes {
                #expect((answer.status.code == 204) == (answer.contentType == nil), "\(route.name)")
            }
        }
    }

    @Test func aNameStandsForOneObjectOnly() {
        var known: [String: [Member]] = [:]
        let objects = Documents.routes.flatMap { $0.answersByStatus.flatMap(\.answers).compactMap(\.shape) }
            .flatMap(\.namedObjects)
        for (name, members) in objects {
            #expect(known[name, default: members] == members, "\(name)")
            known[name] = members
        }
        #expect(known.count > 10)
    }

    @Test func everySegmentInBracesIsDescribed() {
        for route in Documents.routes {
            #expect(route.parameters.map(\.name) == route.pathNames, "\(route.name)")
        }
    }

    @Test func theExampleOfEveryBodyIsAccepted() throws {
        for route in Documents.routes where !route.input.fields.isEmpty {
            var writer = JSONWriter()
            writer.write(route.input.example)
            let body = try Body(writer.bytes, contentType: "application/json", fields: route.input.fields)
            #expect(body.members.count == route.input.fields.count, "\(route.name)")
        }
    }

    @Test func anAnswerMayCarryNullOnlyWhereItsMemberSaysSo() {
        let user = Documents.json["components"]?["schemas"]?["User"]?["properties"]
        #expect(user?["full_name"]?["type"] == ["string", "null"])
        #expect(user?["email"]?["type"] == "string")
        let vapi = Documents.json["components"]?["schemas"]?["VapiSettings"]?["properties"]
        #expect(vapi?["vapi_api_key_preview"]?["type"] == ["string", "null"])
        let studio = Documents.json["components"]?["schemas"]?["StudioConfig"]?["properties"]
        #expect(studio?["languages"]?["type"] == ["array", "null"])
        #expect(studio?["persona"]?["enum"] == ["secretary", "concierge", "sdr", "cs", nil])
        #expect(studio?["plan"]?["type"] == "string")
    }

    @Test func aSecretIsWriteOnlyAndAPassword() {
        let key = Documents.json["components"]?["schemas"]?["SaveVapiKeyBody"]?["properties"]?["vapi_api_key"]
        #expect(key?["writeOnly"] == true)
        #expect(key?["format"] == "password")
        #expect(key?["maxLength"] == 512)
    }

    @Test func theThreeKindsOf401ComeWithAChallenge() {
        let answer = Documents.json["components"]?["responses"]?["Unauthorized"]
        let details = answer?["content"]?["application/json"]?["examples"]?.members.compactMap {
            $0.value["value"]?["detail"]?.string
        }
        #expect(details == ["Not authenticated", "Token has expired", "Invalid token"])
        #expect(answer?["headers"]?["WWW-Authenticate"]?["example"] == "Bearer")
    }
}
