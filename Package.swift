// swift-tools-version: 6.2

import PackageDescription

/// The one list of settings that every target and every test target uses.
let strict: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")

func cLibrary(_ name: String, pkgConfig: String, debian package: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

func module(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "ava-onboarding",
    products: [
        .executable(name: "onboarding-responder", targets: ["onboarding-responder"]),
        .executable(name: "onboardingctl", targets: ["onboardingctl"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    ],
    targets: [
        cLibrary("CFastCGI", pkgConfig: "fcgi", debian: "libfcgi-dev"),
        .systemLibrary(name: "CLinux"),
        cLibrary("CLibPQ", pkgConfig: "libpq", debian: "libpq-dev"),
        cLibrary("COpenSSL", pkgConfig: "libcrypto", debian: "libssl-dev"),
        cLibrary("CXCrypt", pkgConfig: "libxcrypt", debian: "libcrypt-dev"),

        module("Platform", ["CLinux", logging, systemPackage]),
        module("FastCGI", ["CFastCGI", "Platform", systemPackage]),
        module("Postgres", ["CLibPQ", "Platform", systemPackage]),
        module("JSON"),
        module("Secrets", ["COpenSSL", "CXCrypt", "Platform"]),
        module("Pooling"),
        module("SharedBudget", ["Platform", "Pooling", systemPackage]),
        module(
            "ConnectionHandOver",
            ["Platform", "Pooling", "Postgres", "SharedBudget", systemPackage],
            exclude: ["README.md"]
        ),
        module("Scoreboard", ["Platform", systemPackage]),
        module("WebToken", ["JSON", "Platform", "Secrets"]),
        module("Settings", ["Platform", "Postgres", "Secrets", logging]),
        .plugin(name: "NewestMigration", capability: .buildTool(), path: "Sources/NewestMigration"),
        .target(
            name: "SchemaMigrations",
            dependencies: ["Platform", "Postgres", "Secrets"],
            swiftSettings: strict,
            plugins: ["NewestMigration"]
        ),
        module("Adoption", ["Platform", "Postgres", "SchemaMigrations"]),
        module("Supervision", ["JSON", "Platform", "Scoreboard", logging, systemPackage]),
        module("HTTPRouting", ["JSON", httpTypes]),
        module("Site", ["HTTPRouting", "JSON", httpTypes]),
        module(
            "Responder",
            [
                "ConnectionHandOver", "FastCGI", "HTTPRouting", "JSON", "Platform", "Pooling", "Postgres",
                "SchemaMigrations", "Scoreboard", "Secrets", "Settings", "SharedBudget", "WebToken", httpTypes, logging,
                systemPackage,
            ]
        ),
        module(
            "Accounts",
            [
                "HTTPRouting", "JSON", "Platform", "Pooling", "Postgres", "Responder", "Secrets", "WebToken", httpTypes,
            ]
        ),
        module(
            "Onboarding",
            ["Accounts", "HTTPRouting", "JSON", "Pooling", "Postgres", "Responder", "Secrets", "Settings", httpTypes]
        ),

        program("onboarding-responder", ["Onboarding", "Responder"]),
        program(
            "onboardingctl",
            [
                "Accounts", "Adoption", "HTTPRouting", "Onboarding", "Platform", "Postgres", "Responder",
                "SchemaMigrations", "Scoreboard", "Secrets", "Settings", "Site", "Supervision", argumentParser, logging,
            ]
        ),

        .executableTarget(
            name: "worker-stub",
            dependencies: ["Platform", "Scoreboard", systemPackage],
            path: "Tests/WorkerStub",
            swiftSettings: strict
        ),
        tests(
            "Supervision",
            [
                "Platform", "Scoreboard", "Supervision", "Support", "onboarding-responder", "onboardingctl",
                "worker-stub", systemPackage,
            ]
        ),
        tests("Scoreboard", ["Platform", "Scoreboard", "Support"]),
        tests("Settings", ["Secrets", "Settings", logging]),
        tests("SchemaMigrations", ["Platform", "Postgres", "SchemaMigrations", "Support"]),
        tests("Adoption", ["Adoption", "Platform", "Postgres", "SchemaMigrations", "Support"]),
        tests(
            "Onboardingctl",
            [
                "onboardingctl", "Platform", "Postgres", "SchemaMigrations", "Secrets", "Settings", "Support",
                argumentParser,
            ]
        ),
        tests("FastCGI", ["FastCGI", "Platform", "Support", systemPackage]),
        tests("JSON", ["JSON", "Support"]),
        tests("Pooling", ["Pooling", "Support"]),
        tests("Postgres", ["Platform", "Postgres", "Support", systemPackage]),
        .executableTarget(
            name: "budget-worker",
            dependencies: ["Platform", "Pooling", "Postgres", "SharedBudget", systemPackage],
            path: "Tests/BudgetWorker",
            swiftSettings: strict
        ),
        tests(
            "SharedBudget",
            ["budget-worker", "Platform", "Pooling", "Postgres", "SharedBudget", "Support", systemPackage]
        ),
        tests("Secrets", ["Secrets", "Support"]),
        tests("WebToken", ["Secrets", "Support", "WebToken"]),
        tests("HTTPRouting", ["HTTPRouting", "JSON", "Support", httpTypes]),
        tests(
            "ConnectionHandOver",
            ["ConnectionHandOver", "Platform", "Pooling", "Postgres", "Support", systemPackage]
        ),
        tests(
            "Responder",
            [
                "HTTPRouting", "JSON", "Platform", "Pooling", "Postgres", "Responder", "RouteSupport",
                "SharedBudget", "Support", "WebToken", httpTypes, logging,
            ]
        ),
        tests("Accounts", ["Accounts", "Support"]),
        tests("Onboarding", ["Onboarding", "Support"]),
        .target(
            name: "RouteSupport",
            dependencies: [
                "FastCGI", "HTTPRouting", "JSON", "Platform", "Postgres", "Responder", "Settings", "Support",
                "WebToken", httpTypes, logging,
            ],
            path: "Tests/RouteSupport",
            swiftSettings: strict
        ),
        tests("Route", ["JSON", "Onboarding", "RouteSupport", "Support"]),
        tests("Site", ["HTTPRouting", "JSON", "Onboarding", "Site", "Support", "onboardingctl", httpTypes]),

        .target(
            name: "Support",
            dependencies: ["JSON", "Platform", "Postgres", "SchemaMigrations", systemPackage],
            path: "Tests/Support",
            // The tests' clients share two processors with what they measure.
            swiftSettings: strict + [.unsafeFlags(["-O"])]
        ),
        tests("Architecture", ["Support", "onboarding-responder", "onboardingctl"]),
        tests("EndToEnd", ["JSON", "Platform", "Support", systemPackage]),
    ]
)
