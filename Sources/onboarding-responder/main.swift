import Onboarding
