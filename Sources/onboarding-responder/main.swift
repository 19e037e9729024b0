internal import Onboarding
internal import Platform

ProcessExit.exit(OnboardingResponder.main(Array(CommandLine.arguments.dropFirst())))
