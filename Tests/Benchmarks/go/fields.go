package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/jackc/pgx/v4"
	"github.com/jackc/pgx/v4/pgxpool"
)

// errNoRow means the token's user or session is gone.
var errNoRow = errors.New("no row")

// callerIs is true when the token names no session, or one that is live.
const callerIs = `u.id = $1 and u.is_active and ($2::uuid is null or exists (select from sessions s
	where s.id = $2::uuid and s.user_id = u.id and s.ended_at is null and s.expires_at > now()))`

type profile struct {
	ID               int       `json:"id"`
	Email            string    `json:"email"`
	FullName         *string   `json:"full_name"`
	OrganizationName *string   `json:"organization_name"`
	Industry         *string   `json:"industry"`
	Timezone         *string   `json:"timezone"`
	Locale           *string   `json:"locale"`
	MarketingOptIn   bool      `json:"marketing_opt_in"`
	AcceptTerms      bool      `json:"accept_terms"`
	UpdatedAt        time.Time `json:"updated_at"`
}

const profileColumns = `u.id, u.email, u.full_name, u.organization_name, u.industry, u.timezone, u.locale,
	u.marketing_opt_in, u.accept_terms, u.updated_at`

func (p *profile) targets() []interface{} {
	return []interface{}{
		&p.ID, &p.Email, &p.FullName, &p.OrganizationName, &p.Industry, &p.Timezone, &p.Locale, &p.MarketingOptIn,
		&p.AcceptTerms, &p.UpdatedAt,
	}
}

type studioConfig struct {
	Persona       *string   `json:"persona"`
	JobToBeDone   *string   `json:"job_to_be_done"`
	Languages     []string  `json:"languages"`
	Tone          *string   `json:"tone"`
	Guidelines    *string   `json:"guidelines"`
	Strategy      *string   `json:"strategy"`
	Number        *string   `json:"number"`
	BusinessHours *string   `json:"business_hours"`
	FallbackEmail *string   `json:"fallback_email"`
	Calendar      *string   `json:"calendar"`
	WorkspaceApps []string  `json:"workspace_apps"`
	CRM           *string   `json:"crm"`
	Plan          string    `json:"plan"`
	Seats         int       `json:"seats"`
	UpdatedAt     time.Time `json:"updated_at"`
}

const studioConfigColumns = `u.persona, u.job_to_be_done, u.languages, u.tone, u.guidelines, u.strategy, u.number,
	u.business_hours, u.fallback_email, u.calendar, u.workspace_apps, u.crm, u.plan, u.seats, u.updated_at`

func (s *studioConfig) targets() []interface{} {
	return []interface{}{
		&s.Persona, &s.JobToBeDone, &s.Languages, &s.Tone, &s.Guidelines, &s.Strategy, &s.Number, &s.BusinessHours,
		&s.FallbackEmail, &s.Calendar, &s.WorkspaceApps, &s.CRM, &s.Plan, &s.Seats, &s.UpdatedAt,
	}
}

// field is a column that PATCH may set; null sets it to the fallback.
type field struct{ name, sqlType, fallback string }

// one runs the statement and scans its row.
func one(ctx context.Context, pool *pgxpool.Pool, sql string, values []interface{}, targets []interface{}) error {
	err := pool.QueryRow(ctx, sql, values...).Scan(targets...)
	if errors.Is(err, pgx.ErrNoRows) {
		return errNoRow
	}
	return err
}

// patch updates the given fields only. pgx keeps one prepared statement per set of given fields.
func patch(
	ctx context.Context, pool *pgxpool.Pool, who caller, request *http.Request, fields []field, columns string,
	targets []interface{},
) error {
	var body map[string]interface{}
	if err := json.NewDecoder(request.Body).Decode(&body); err != nil {
		return err
	}
	set := []string{"updated_at = now()"}
	values := []interface{}{who.user, who.session}
	for _, f := range fields {
		value, given := body[f.name]
		if !given {
			continue
		}
		values = append(values, value)
		set = append(set, fmt.Sprintf("%s = coalesce($%d::%s, %s)", f.name, len(values), f.sqlType, f.fallback))
	}
	sql := "update users u set " + strings.Join(set, ", ") + " where " + callerIs + " returning " + columns
	return one(ctx, pool, sql, values, targets)
}
