package main

import (
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"time"

	"github.com/jackc/pgx/v4/pgxpool"
)

type twilio struct {
	Has        bool    `json:"has_credentials"`
	AccountSID *string `json:"account_sid_preview"`
	Number     *string `json:"phone_number"`
}

type onboarding struct {
	VapiSkipped      bool `json:"onboarding_vapi_skipped"`
	TwilioSkipped    bool `json:"onboarding_twilio_skipped"`
	AssistantCreated bool `json:"onboarding_assistant_created"`
}

type step struct {
	ID      string   `json:"id"`
	Number  int      `json:"number"`
	Status  string   `json:"status"`
	Missing []string `json:"missing"`
}

type state struct {
	Profile      profile         `json:"profile"`
	StudioConfig studioConfig    `json:"studio_config"`
	Vapi         vapi            `json:"vapi"`
	Twilio       twilio          `json:"twilio"`
	Onboarding   onboarding      `json:"onboarding"`
	Assistants   json.RawMessage `json:"assistants"`
	Completed    bool            `json:"completed"`
	CompletedAt  *time.Time      `json:"completed_at"`
	Steps        []step          `json:"steps"`
	ResumeAt     string          `json:"resume_at"`
}

const stateColumns = profileColumns + ", " + studioConfigColumns + `, u.onboarding_completed, u.onboarding_completed_at,
	v.id is not null, v.vapi_api_key_preview, t.id is not null, t.account_sid, t.phone_number,
	coalesce(o.onboarding_vapi_skipped, false), coalesce(o.onboarding_twilio_skipped, false),
	coalesce(o.onboarding_assistant_created, false),
	(select coalesce(json_agg(json_build_object('id', a.id, 'vapi_id', a.vapi_id, 'name', a.name,
	                                           'phone_number', a.phone_number) order by a.id), '[]')
	   from assistants a where a.user_id = u.id and a.state = 'created')`

func getOnboardingState(ctx context.Context, pool *pgxpool.Pool, who caller, _ *http.Request) (interface{}, error) {
	var s state
	targets := append(s.Profile.targets(), s.StudioConfig.targets()...)
	targets = append(targets, &s.Completed, &s.CompletedAt, &s.Vapi.Has, &s.Vapi.Preview, &s.Twilio.Has, &s.Twilio.AccountSID,
		&s.Twilio.Number, &s.Onboarding.VapiSkipped, &s.Onboarding.TwilioSkipped, &s.Onboarding.AssistantCreated,
		&s.Assistants)
	err := one(ctx, pool, `select `+stateColumns+`
		from users u
		left join vapi_credentials v   on v.user_id = u.id
		left join twilio_credentials t on t.user_id = u.id
		left join user_onboarding o    on o.user_id = u.id
		where `+callerIs, []interface{}{who.user, who.session}, targets)
	if sid := s.Twilio.AccountSID; sid != nil {
		preview := "****"
		if len(*sid) >= 8 {
			preview = (*sid)[:2] + "****" + (*sid)[len(*sid)-4:]
		}
		s.Twilio.AccountSID = &preview
	}
	s.addSteps()
	return s, err
}

// missing names what is absent; each entry is a name and whether it is there.
func missing(names []string, present ...bool) []string {
	absent := []string{}
	for i, there := range present {
		if !there {
			absent = append(absent, names[i])
		}
	}
	return absent
}

// usable is the shape of an address; half-written ones are stored as typed.
var usable = regexp.MustCompile(`^\s*[^@\s]+@[^@\s.]+(\.[^@\s.]+)+\s*$`)

func has(value *string) bool { return value != nil && *value != "" }

func (s *state) addSteps() {
	p, c := s.Profile, s.StudioConfig
	add := func(id string, skipped bool, absent []string) {
		status := "todo"
		if len(absent) == 0 {
			status = "done"
		} else if skipped {
			status = "skipped"
		}
		if status == "todo" && s.ResumeAt == "" {
			s.ResumeAt = id
		}
		s.Steps = append(s.Steps, step{id, len(s.Steps) + 1, status, absent})
	}
	add("profile", false, missing(
		[]string{"full_name", "organization_name", "industry", "timezone", "locale", "accept_terms"},
		has(p.FullName), has(p.OrganizationName), has(p.Industry), has(p.Timezone), has(p.Locale), p.AcceptTerms))
	add("vapi", s.Onboarding.VapiSkipped, missing([]string{"vapi_api_key"}, s.Vapi.Has))
	add("ava", false, missing(
		[]string{"persona", "job_to_be_done", "languages", "tone", "guidelines"},
		has(c.Persona), has(c.JobToBeDone), len(c.Languages) > 0, has(c.Tone), has(c.Guidelines)))
	add("twilio", s.Onboarding.TwilioSkipped,
		missing([]string{"account_sid", "auth_token"}, s.Twilio.Has, s.Twilio.Has))
	add("telephony", false, missing(
		[]string{"strategy", "business_hours", "fallback_email"},
		has(c.Strategy), has(c.BusinessHours), has(c.FallbackEmail) && usable.MatchString(*c.FallbackEmail)))
	add("integrations", false, missing(
		[]string{"calendar", "workspace_apps", "crm"},
		has(c.Calendar), len(c.WorkspaceApps) > 0, has(c.CRM)))
	add("assistant", false, missing(
		[]string{"assistant"}, s.Onboarding.AssistantCreated || string(s.Assistants) != "[]"))
	add("plan", false, []string{})
	add("done", false, missing([]string{"launch"}, s.Completed))
	if s.ResumeAt == "" || s.Completed {
		s.ResumeAt = "done"
	}
}
