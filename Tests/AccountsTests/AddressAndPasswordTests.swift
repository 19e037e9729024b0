import Testing

@testable import Accounts

/// What sign-up takes for an address and for a password.
@Suite struct AddressAndPasswordTests {
    @Test(arguments: [
        ("ada@example.com", "ada@example.com"), ("  ada@example.com\n", "ada@example.com"),
        ("Ada.L+x@sub.example.co", "Ada.L+x@sub.example.co"), ("é@exämple.fr", "é@exämple.fr"),
        ("a@b", nil), ("a.example.com", nil), ("a@@b.com", nil), ("a b@c.com", nil), (".a@c.com", nil),
        ("a..b@c.com", nil),
        ("a@-b.com", nil), ("a@b..com", nil), ("a@b.com.", nil), ("a\u{200B}b@c.com", nil), ("a@b\u{0}.com", nil),
        ("", nil),
        (String(repeating: "a", count: 65) + "@b.com", nil), ("@b.com", nil), ("a@", nil), ("@", nil),
        ("a.@c.com", nil),
        ("a@b.c@d.com", nil), ("a@b-.com", nil), ("a@.b.com", nil), ("a@b.c-", nil), ("a(b@c.com", nil),
        ("a\"b@c.com", nil),
        ("a-b@1-2.com", "a-b@1-2.com"), ("a@b_c.com", nil), ("a\u{7F}b@c.com", nil), ("é\u{AD}@c.com", nil),
    ])
    func `an address has a local part and a domain with a dot`(text: String, stored: String?) {
        #expect(EmailAddress.normalized(text) == stored)
    }

    @Test func `the parts of an address have their greatest lengths`() {
        let label = String(repeating: "b", count: 63)
        let domain = String(repeating: "b23.", count: 63)
        let longest = [
            String(repeating: "é", count: 32) + "@b.com", "a@" + label + ".com", "a@" + domain + "c",
        ]
        for address in longest { #expect(EmailAddress.normalized(address) == address) }
        let tooLong = [
            String(repeating: "é", count: 33) + "@b.com", "a@b" + label + ".com", "a@" + domain + "cc",
        ]
        for address in tooLong { #expect(EmailAddress.normalized(address) == nil) }
    }

    @Test(arguments: [
        "password", "Password1", "p@ssw0rd!", "12345678", "87654321", "aaaaaaaa", "abababab", "qwertyuiop", "1qaz2wsx",
        "iloveyou", "sunshine99", "testtest", "motdepasse1", "abcdefgh", "11111111", "0987654321", "Football2024",
    ])
    func `a password that is guessed first is refused`(password: String) {
        #expect(CommonPasswords.contains(password))
    }

    @Test(arguments: [
        "correct horse battery", "another good one", "Tr0ub4dor&3x", "xK9#mQ2$vL", "שלום עולם יפה", "une phrase à moi",
    ])
    func `a password of one's own is taken`(password: String) {
        #expect(!CommonPasswords.contains(password))
    }
}
