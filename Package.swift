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

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
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
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    ],
    targets: [
        cLibrary("CFastCGI", pkgConfig: "fcgi", debian: "libfcgi-dev"),
        .systemLibrary(name: "CLinux"),
        cLibrary("CJansson", pkgConfig: "jansson", debian: "libjansson-dev"),
        cLibrary("CLibPQ", pkgConfig: "libpq", debian: "libpq-dev"),
        cLibrary("COpenSSL", pkgConfig: "libcrypto", debian: "libssl-dev"),
        cLibrary("CXCrypt", pkgConfig: "libxcrypt", debian: "libcrypt-dev"),

        module("Platform", ["CLinux", logging, systemPackage]),
        module("FastCGI", ["CFastCGI", "Platform", systemPackage]),
        module("Postgres", ["CLibPQ", "Platform", systemPackage]),
        module("JSON", ["CJansson"]),
        module("Secrets", ["COpenSSL", "CXCrypt"]),
        module("Pooling"),
        module("SharedBudget", ["Platform", "Pooling", systemPackage]),
        module("Scoreboard", ["Platform", systemPackage]),
        module("WebToken", ["JSON", "Secrets"]),
        module("Settings", ["Platform", "Postgres", "Secrets", logging]),
        module("SchemaMigrations", ["Platform", "Postgres", "Secrets"]),
        module("Adoption", ["Platform", "Postgres", "SchemaMigrations"]),
        module("Supervision", ["JSON", "Platform", "Scoreboard", logging, systemPackage]),
        module("HTTPRouting", ["FastCGI", "JSON", httpTypes]),
        module(
            "Onboarding",
            [
                "FastCGI", "HTTPRouting", "JSON", "Platform", "Pooling", "Postgres", "SchemaMigrations", "Scoreboard",
                "Secrets", "Settings", "SharedBudget", "WebToken", httpTypes, logging, systemPackage,
            ]
        ),

        program("onboarding-responder", ["Onboarding"]),
        program(
            "onboardingctl",
            [
                "Adoption", "Onboarding", "Platform", "Postgres", "SchemaMigrations", "Scoreboard", "Secrets",
                "Settings",
                "Supervision", argumentParser, logging,
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
                "Platform", "Scoreboard", "Supervision", "onboarding-responder", "onboardingctl", "worker-stub",
                systemPackage,
            ]
        ),
        tests("Scoreboard", ["Platform", "Scoreboard"]),
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
        tests("FastCGI", ["FastCGI", "Platform", systemPackage]),
        tests("JSON", ["JSON", "Support"]),
        tests("Pooling", ["Pooling"]),
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
            "Onboarding",
            ["HTTPRouting", "JSON", "Onboarding", "Pooling", "Postgres", "Secrets", "Support", httpTypes]
        ),
        tests("OpenAPI", ["HTTPRouting", "JSON", "Onboarding", "Support", httpTypes]),

        .target(
            name: "Support",
            dependencies: ["JSON", "Platform", "Postgres", systemPackage],
            path: "Tests/Support",
            swiftSettings: strict
        ),
        tests("Architecture", ["Support"]),
        tests("EndToEnd", ["JSON", "Platform", "Support", systemPackage]),
    ]
)
