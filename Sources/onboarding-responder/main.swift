internal import Onboarding

OnboardingResponder.main(Array(CommandLine.arguments.dropFirst()))
