internal import Onboarding
internal import Responder

ResponderProgram<OnboardingApplication>.main()
