internal import Onboarding
internal import Platform

ProcessExit.leave(OnboardingResponder.main(Array(CommandLine.arguments.dropFirst())))
