// The measured routes with net/http/fcgi and pgx. Usage: responder SOCKET CONNECTIONS
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/fcgi"
	"os"

	"github.com/jackc/pgx/v4/pgxpool"
)

type handler func(context.Context, *pgxpool.Pool, caller, *http.Request) (interface{}, error)

func route(pool *pgxpool.Pool, method string, handle handler) http.HandlerFunc {
	return func(response http.ResponseWriter, request *http.Request) {
		if request.Method != method {
			answer(response, 405, map[string]string{"detail": "Method Not Allowed"})
			return
		}
		caller, refusal := verify(request.Header.Get("Authorization"))
		if refusal != "" {
			answer(response, 401, map[string]string{"detail": refusal})
			return
		}
		body, err := handle(request.Context(), pool, caller, request)
		switch {
		case err == errNoRow:
			answer(response, 401, map[string]string{"detail": "Invalid token"})
		case err != nil:
			log.Print(err)
			answer(response, 500, map[string]string{"detail": "Internal Server Error"})
		default:
			answer(response, 200, body)
		}
	}
}

func answer(response http.ResponseWriter, status int, body interface{}) {
	response.Header().Set("Content-Type", "application/json")
	response.WriteHeader(status)
	_ = json.NewEncoder(response).Encode(body)
}

func main() {
	socket := os.Args[1]
	configuration, err := pgxpool.ParseConfig(os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	if _, err := fmt.Sscan(os.Args[2], &configuration.MaxConns); err != nil {
		log.Fatal(err)
	}
	pool, err := pgxpool.ConnectConfig(context.Background(), configuration)
	if err != nil {
		log.Fatal(err)
	}
	os.Remove(socket)
	listener, err := net.Listen("unix", socket)
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("/api/v1/vapi-settings", route(pool, "GET", getVapiSettings))
	http.HandleFunc("/api/v1/user/profile", route(pool, "PATCH", patchProfile))
	http.HandleFunc("/api/v1/user/studio-config", route(pool, "PATCH", patchStudioConfig))
	http.HandleFunc("/api/v1/user/onboarding-state", route(pool, "GET", getOnboardingState))
	log.Fatal(fcgi.Serve(listener, nil))
}
