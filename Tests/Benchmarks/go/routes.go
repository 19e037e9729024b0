package main

import (
	"context"
	"net/http"

	"github.com/jackc/pgx/v4/pgxpool"
)

type vapi struct {
	Has     bool    `json:"has_vapi_key"`
	Preview *string `json:"vapi_api_key_preview"`
}

func getVapiSettings(ctx context.Context, pool *pgxpool.Pool, who caller, _ *http.Request) (interface{}, error) {
	var v vapi
	err := one(ctx, pool, `select v.id is not null, v.vapi_api_key_preview
		from users u left join vapi_credentials v on v.user_id = u.id where `+callerIs,
		[]interface{}{who.user, who.session}, []interface{}{&v.Has, &v.Preview})
	return v, err
}

var profileFields = []field{
	{"full_name", "text", "null"}, {"organization_name", "text", "null"}, {"industry", "text", "null"},
	{"timezone", "text", "null"}, {"locale", "text", "null"}, {"marketing_opt_in", "boolean", "false"},
	{"accept_terms", "boolean", "false"},
}

func patchProfile(ctx context.Context, pool *pgxpool.Pool, who caller, request *http.Request) (interface{}, error) {
	var p profile
	err := patch(ctx, pool, who, request, profileFields, profileColumns, p.targets())
	return p, err
}

var studioConfigFields = []field{
	{"persona", "text", "null"}, {"job_to_be_done", "text", "null"}, {"languages", "jsonb", "null"},
	{"tone", "text", "null"}, {"guidelines", "text", "null"}, {"strategy", "text", "null"},
	{"number", "text", "null"}, {"business_hours", "text", "null"}, {"fallback_email", "text", "null"},
	{"calendar", "text", "null"}, {"workspace_apps", "jsonb", "null"}, {"crm", "text", "null"},
	{"plan", "text", "'free'"}, {"seats", "integer", "1"},
}

func patchStudioConfig(ctx context.Context, pool *pgxpool.Pool, who caller, request *http.Request) (interface{}, error) {
	var s studioConfig
	err := patch(ctx, pool, who, request, studioConfigFields, studioConfigColumns, s.targets())
	return s, err
}
