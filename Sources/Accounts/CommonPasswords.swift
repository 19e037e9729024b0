/// The passwords that are guessed first.
///
/// Lists of leaked passwords repeat a few hundred words with a digit here and a sign there. So the words are kept, and a
/// password is brought back to its word before it is looked up.
package enum CommonPasswords {
    /// Whether a password of at least 8 characters is one of the first that anybody would try.
    package static func contains(_ password: String) -> Bool {
        let lowered = password.lowercased()
        if isOneCharacterRepeated(lowered) || isRun(lowered) { return true }
        return [lowered.trimmingDecoration, plain(lowered).trimmingDecoration, plain(lowered.trimmingDecoration)]
            .contains { core in words.contains(core) || isRepetition(core) || core.isEmpty && isDigits(lowered) }
    }

    /// The text with the digits and signs that stand for letters turned back into them.
    private static func plain(_ text: String) -> String { String(text.map { substitutions[$0] ?? $0 }) }

    private static func isOneCharacterRepeated(_ text: String) -> Bool { Set(text).count <= 2 }

    /// `12345678`, `abcdefgh`, `87654321`, and walks along a row of the keyboard.
    private static func isRun(_ text: String) -> Bool {
        rows.contains { row in
            let doubled = row + row
            return doubled.hasSubstring(text) || String(doubled.reversed()).hasSubstring(text)
        }
    }

    /// A word of the list written twice, such as `testtest`.
    private static func isRepetition(_ text: String) -> Bool {
        guard text.count.isMultiple(of: 2), !text.isEmpty else { return false }
        let half = text.prefix(text.count / 2)
        return text == half + half && half.count <= 6
    }

    private static func isDigits(_ text: String) -> Bool { text.count <= 10 && text.allSatisfy(\.isNumber) }

    private static let substitutions: [Character: Character] = [
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i",
    ]

    private static let rows = [
        "1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop",
        "1qaz2wsx3edc4rfv5tgb6yhn", "q1w2e3r4t5y6u7i8o9p0", "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfv", "qweasdzxc",
        "qwertyuiopasdfghjklzxcvbnm",
    ]

    private static let words: Set<String> = [
        "password", "passwort", "passw0rd", "passwd", "pass", "pa55word", "motdepasse", "contrasena", "letmein",
        "welcome", "bienvenue", "shalom", "bonjour", "hello", "hellothere", "admin", "administrator", "root", "toor",
        "user", "guest", "login", "master", "access", "secret", "private", "changeme", "changeit", "default", "temp",
        "test", "testing", "tester", "qwerty", "azerty", "qwertz", "asdf", "zxcv", "qwer", "abc", "abcd", "abcdef",
        "iloveyou", "iloveu", "loveyou", "lovely", "love", "ilovegod", "jesus", "jesuschrist", "christ", "blessed",
        "angel", "angels", "princess", "prince", "queen", "king", "sunshine", "sunflower", "flower", "rainbow",
        "butterfly", "monkey", "dragon", "tiger", "tigger", "lion", "eagle", "falcon", "phoenix", "wolf", "bear",
        "panther", "dolphin", "dolphins", "elephant", "chicken", "cheese", "cookie", "chocolate", "banana", "pumpkin",
        "strawberry", "cherry", "peanut", "pepper", "ginger", "honey", "sugar", "coffee", "summer", "winter",
        "spring", "autumn", "january", "february", "march", "april", "june", "july", "august", "september", "october",
        "november", "december", "monday", "friday", "saturday", "sunday", "football", "baseball", "basketball",
        "softball", "soccer", "hockey", "tennis", "golf", "golfer", "liverpool", "arsenal", "chelsea", "barcelona",
        "realmadrid", "juventus", "yankees", "cowboys", "steelers", "lakers", "rangers", "michael", "michelle",
        "jessica", "jennifer", "jordan", "charlie", "thomas", "andrew", "daniel", "matthew", "anthony", "joshua",
        "justin", "robert", "william", "christopher", "alexander", "nicholas", "nicole", "ashley", "amanda",
        "samantha", "stephanie", "elizabeth", "victoria", "alexandra", "hannah", "maggie", "george", "harley",
        "buster", "bailey", "shadow", "superman", "batman", "spiderman", "ironman", "pokemon", "pikachu", "naruto",
        "starwars", "startrek", "matrix", "mustang", "corvette", "ferrari", "porsche", "mercedes", "yamaha",
        "computer", "internet", "windows", "microsoft", "apple", "google", "facebook", "samsung", "samsungs",
        "nintendo", "playstation", "minecraft", "fortnite", "whatever", "nothing", "something", "trustno", "trustnoi",
        "trustnoone", "freedom", "liberty", "america", "england", "france", "germany", "canada", "london", "paris",
        "newyork", "california", "australia", "forever", "friends", "family", "myspace", "mother", "father",
        "brother", "sister", "babygirl", "babyboy", "baby", "lovers", "sweetheart", "diamond", "diamonds", "silver",
        "golden", "purple", "orange", "yellow", "money", "lucky", "magic", "ninja", "killer", "hunter", "ranger",
        "warrior", "soldier", "slayer", "thunder", "lightning", "storm", "blaster", "maverick", "mercury", "jupiter",
        "saturn", "midnight", "moonlight", "starlight", "creative", "music", "guitar", "metallica", "nirvana",
        "slipknot", "eminem", "beatles", "garfield", "snoopy", "scooby", "scoobydoo", "mickey", "onboarding",
        "assistant", "avaassistant", "doudou", "loulou", "chouchou", "soleil", "marseille", "nicolas", "camille",
        "juliette", "sandrine", "caramel", "chocolat", "jetaime", "coucou", "doudoune",
    ]
}

extension String {
    /// The text without digits and signs before and behind it.
    fileprivate var trimmingDecoration: String {
        var core = Substring(self)
        while let last = core.last, !last.isLetter { core.removeLast() }
        while let first = core.first, !first.isLetter { core.removeFirst() }
        return String(core)
    }

    fileprivate func hasSubstring(_ other: String) -> Bool {
        let text = Array(utf8)
        let part = Array(other.utf8)
        guard !part.isEmpty, part.count <= text.count else { return false }
        return (0...(text.count - part.count)).contains { text[$0..<($0 + part.count)].elementsEqual(part) }
    }
}
