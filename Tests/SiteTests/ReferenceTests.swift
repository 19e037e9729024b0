import Foundation
import JSON
import Support
import Testing

@testable import HTTPRouting
@testable import Onboarding
@testable import Site

/// The document in the eyes of libraries that others use to read it.
@Suite struct ReferenceTests {
    @Test func theDocumentIsValidOpenAPI31() throws {
        let script = """
            import json, sys
            from openapi_spec_validator import OpenAPIV31SpecValidator
            errors = OpenAPIV31SpecValidator(json.load(sys.stdin)).iter_errors()
            print("\\n".join(f"{list(e.absolute_path)}: {e.message}" for e in errors))
            """
        let complaints = String(decoding: try Python.run(script, input: Documents.bytes), as: UTF8.self)
        #expect(complaints.trimmingCharacters(in: .whitespacesAndNewlines) == "")
    }

    /// Every example that stands beside a schema, at whatever depth.
    @Test func everyExampleFitsItsSchema() throws {
        let script = """
            import json, sys
            from jsonschema import Draft202012Validator
            document = json.load(sys.stdin)
            checked = 0
            def check(schema, example, path):
                global checked
                checked += 1
                whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **document, **schema}
                validator = Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)
                for error in validator.iter_errors(example):
                    print(f"{path}: {error.message}")
            def walk(node, path):
                if isinstance(node, list):
                    for index, item in enumerate(node): walk(item, f"{path}/{index}")
                if not isinstance(node, dict): return
                if "schema" in node:
                    if "example" in node: check(node["schema"], node["example"], path)
                    for name, example in node.get("examples", {}).items():
                        check(node["schema"], example["value"], f"{path}/{name}")
                elif isinstance(node.get("examples"), list):
                    for example in node["examples"]: check(node, example, path)
                for name, item in node.items():
                    if name not in ("example", "examples"): walk(item, f"{path}/{name}")
            walk(document, "")
            assert checked > 100, checked
            """
        let complaints = String(decoding: try Python.run(script, input: Documents.bytes), as: UTF8.self)
        #expect(complaints == "")
    }

    @Test func thePatternOfAPhoneNumberFitsTheVeryNumbersThatAreTaken() throws {
        let numbers = [
            "+14155550199", "+1 (415) 555-0199", " +33 1.23 ", "(+44) 20", "+12", "+1", "+0123", "14155550199", "",
            "++12", "+123456789012345", "+1234567890123456", "+1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 ", "+12a", "1+2",
            "+١٢٣", "+12\t", "+1-2-", "-.( )+9()9", "+",
        ]
        guard case .text(let rule) = PhoneNumber.field, let pattern = rule.pattern else {
            Issue.record("a phone number has no pattern")
            return
        }
        let script =
            "import re, sys\nfor line in sys.stdin: print(int(bool(re.search(\(#"r""#)\(pattern)\", line[:-1]))))"
        let verdicts = try Python.lines(script, numbers)
        #expect(verdicts == numbers.map { PhoneNumber.normalized($0) == nil ? "0" : "1" })
        #expect(verdicts.contains("0") && verdicts.contains("1"))
    }
}
