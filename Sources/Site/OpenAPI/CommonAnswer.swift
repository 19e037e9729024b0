internal import HTTPRouting
internal import HTTPTypes
internal import JSON

/// Answers with one status that many routes give for the same reasons: written down once in the document.
struct CommonAnswer {
    /// The name in the document's components.
    let name: String
    /// The answers, all with the same status.
    let answers: [Answer]

    static let badRequest = CommonAnswer(
        name: "BadRequest",
        answers: [Answer(problem: .badRequest, "The request line, a header or the length is broken.")]
    )
    static let unauthorized = CommonAnswer(
        name: "Unauthorized",
        answers: [
            Answer(problem: .notAuthenticated, "No token came with the request."),
            Answer(problem: .tokenExpired, "The token's time is over."),
            Answer(problem: .invalidToken, "The token is none of ours, or its session or its user has ended."),
        ]
    )
    static let hidden = CommonAnswer(
        name: "Hidden",
        answers: [
            Answer(
                problem: .notFound,
                "The path is only for callers on the same machine."
            )
        ]
    )
    static let payloadTooLarge = CommonAnswer(
        name: "PayloadTooLarge",
        answers: [Answer(problem: .payloadTooLarge, "The body is larger than 64 KiB.")]
    )
    static let unsupportedMediaType = CommonAnswer(
        name: "UnsupportedMediaType",
        answers: [Answer(problem: .unsupportedMediaType, "The body is not declared as JSON in UTF-8.")]
    )
    static let validationFailed = CommonAnswer(
        name: "ValidationFailed",
        answers: [
            Answer(
                problem: Problem([
                    FieldError("missing", "Field required", input: .object([])).inside("email").inside("body")
                ]),
                "The body does not fit; every fault is listed and nothing was changed."
            )
        ]
    )
    static let internalError = CommonAnswer(
        name: "InternalError",
        answers: [Answer(problem: .internalError, "A fault of ours; the log has the cause under the request id.")]
    )
    static let badGateway = CommonAnswer(
        name: "BadGateway",
        answers: [
            Answer(problem: .badGateway, "A worker was lost; whether the request took effect is unknown.")
        ]
    )
    static let unavailable = CommonAnswer(
        name: "Unavailable",
        answers: [
            Answer(
                problem: .unavailable,
                "The database or every worker is away or busy; try again."
            )
        ]
    )
    static let gatewayTimeout = CommonAnswer(
        name: "GatewayTimeout",
        answers: [Answer(problem: .gatewayTimeout, "The answer took too long.")]
    )

    static let all = [
        badRequest, unauthorized, hidden, payloadTooLarge, unsupportedMediaType, validationFailed, internalError,
        badGateway, unavailable, gatewayTimeout,
    ]
}

extension RouteDescription {
    /// What this route answers beyond what it declares.
    var commonAnswers: [CommonAnswer] {
        var answers = [CommonAnswer.badRequest]
        switch access {
        case .anyone: break
        case .caller: answers.append(.unauthorized)
        case .loopback: answers.append(.hidden)
        }
        if case .none = input {} else { answers += [.payloadTooLarge, .unsupportedMediaType, .validationFailed] }
        return answers + [.internalError, .badGateway, .unavailable, .gatewayTimeout]
    }

    /// Everything that a client may get, the lowest status first.
    var answersByStatus: [StatusAnswers] {
        let common = commonAnswers
        let codes = Set(answers.map(\.status.code) + common.flatMap { $0.answers.map(\.status.code) })
        return codes.sorted().map { code in
            let own = answers.filter { $0.status.code == code }
            let shared = common.filter { $0.answers.first?.status.code == code }
            return StatusAnswers(
                code: code,
                answers: own + shared.flatMap(\.answers),
                componentName: own.isEmpty && shared.count == 1 ? shared.first?.name : nil
            )
        }
    }
}

/// The answers of one route with the same status.
struct StatusAnswers {
    let code: Int
    let answers: [Answer]
    /// The name in the document's components, when these are the answers of many routes.
    let componentName: String?
}
