import Foundation
import Support
import Testing

@testable import HTTPRouting
@testable import Site

@Suite struct PageTests {
    /// What Python's parser finds on the page: one line for each thing that is wrong, then the ids.
    private static let script = """
        import sys
        from html.parser import HTMLParser
        void = {"meta", "link"}
        class Reader(HTMLParser):
            def __init__(self):
                super().__init__()
                self.open, self.ids, self.links, self.wrong = [], [], [], []
            def handle_starttag(self, tag, attributes):
                if tag not in void: self.open.append(tag)
                for name, value in attributes:
                    if name == "id": self.ids.append(value)
                    if name in ("href", "src"): self.links.append(value)
                    if name == "style" or name.startswith("on"): self.wrong.append(f"{tag} has {name}")
                if tag in ("script", "style", "iframe"): self.wrong.append(f"there is a {tag}")
            def handle_endtag(self, tag):
                if not self.open or self.open.pop() != tag: self.wrong.append(f"stray end of {tag}")
        reader = Reader()
        reader.feed(sys.stdin.read())
        reader.close()
        reader.wrong += [f"{tag} stays open" for tag in reader.open]
        reader.wrong += [f"{i} comes twice" for i in set(reader.ids) if reader.ids.count(i) > 1]
        for link in reader.links:
            if link.startswith("#") and link[1:] not in reader.ids: reader.wrong.append(f"{link} leads nowhere")
            if not link.startswith("#") and not link.startswith("/"): reader.wrong.append(f"{link} leaves this origin")
        print("\\n".join(reader.wrong))
        """

    @Test func thePageIsWellFormedLeadsSomewhereAndNeedsNothingThatThePolicyForbids() throws {
        let complaints = try Python.run(Self.script, input: Data(Documents.page.utf8))
        #expect(String(decoding: complaints, as: UTF8.self) == "\n")
    }

    @Test func everyOperationHasAnAnchorAndACommandLine() {
        for route in Documents.routes {
            #expect(Documents.page.contains("<article id=\"\(route.name)\""), "\(route.name)")
            #expect(route.curl.hasPrefix("curl ") && !route.curl.contains("{id}"), "\(route.name)")
        }
    }

    @Test func textIsEscaped() {
        var html = HTMLWriter()
        html.element("p", ["title": "\"<>\""]) { html in html.prose("a < b & `c > 'd'`") }
        let text = String(decoding: html.bytes, as: UTF8.self)
        #expect(
            text.hasSuffix(
                "<p title=\"&quot;&lt;&gt;&quot;\">a &lt; b &amp; <code>c &gt; &#39;d&#39;</code></p>"
            )
        )
    }

    @Test(arguments: [".get", ".post", ".patch", ".delete", ".good", ".bad", ".skip"])
    func theSheetKnowsTheClassesOfThePage(selector: String) {
        #expect(DocumentationStyle.text.contains("\(selector) {") || DocumentationStyle.text.contains("\(selector):"))
    }
}
