// responder SOCKET WORKERS: binds the socket, then keeps that many single-threaded workers.
// responder: one worker on the listening socket that is file descriptor 0.
#include <fcgiapp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "routes.h"

enum { MAXIMUM_BODY = 65536 };

static int route(struct request *request, const char *authorization, struct text *answer) {
    for (const struct route *each = all_routes; each->method; each++) {
        if (strcmp(each->path, request->path) != 0 || strcmp(each->method, request->method) != 0) continue;
        if (!each->needs_token) return each->answer(request, answer);
        switch (token_verify(authorization, &request->token)) {
        case TOKEN_VALID: return each->answer(request, answer);
        case TOKEN_ABSENT: return refuse(answer, 401, "Not authenticated");
        case TOKEN_EXPIRED: return refuse(answer, 401, "Token has expired");
        case TOKEN_INVALID: return refuse(answer, 401, "Invalid token");
        }
    }
    return refuse(answer, 404, "Not Found");
}

static void serve(void) {
    static char body[MAXIMUM_BODY];
    struct text answer = {0};
    FCGX_Request connection;
    FCGX_Init();
    FCGX_InitRequest(&connection, 0, 0);
    database_connect();
    while (FCGX_Accept_r(&connection) == 0) {
        const char *path = FCGX_GetParam("REQUEST_URI", connection.envp);
        const char *length = FCGX_GetParam("CONTENT_LENGTH", connection.envp);
        struct request request = {
            .method = FCGX_GetParam("REQUEST_METHOD", connection.envp),
            .path = path ? path : "",
            .user_agent = FCGX_GetParam("HTTP_USER_AGENT", connection.envp),
            .body = body,
        };
        if (length && *length) request.body_length = (size_t)FCGX_GetStr(body, MAXIMUM_BODY, connection.in);
        text_clear(&answer);
        int status = route(&request, FCGX_GetParam("HTTP_AUTHORIZATION", connection.envp), &answer);
        FCGX_FPrintF(connection.out, "Status: %d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n",
                     status, (int)answer.length);
        FCGX_PutStr(answer.bytes, (int)answer.length, connection.out);
        FCGX_Finish_r(&connection);
    }
}

static void bind_socket(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    unlink(path);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) {
        perror(path);
        exit(1);
    }
    dup2(listener, 0);
    close(listener);
}

int main(int count, char **arguments) {
    if (count == 1) {
        serve();
        return 0;
    }
    if (count != 3) {
        fputs("usage: responder [SOCKET WORKERS]\n", stderr);
        return 2;
    }
    bind_socket(arguments[1]);
    for (int worker = atoi(arguments[2]); worker > 0; worker--) {
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGTERM);
            signal(SIGTERM, SIG_DFL);
            serve();
            _exit(0);
        }
    }
    while (wait(NULL) > 0) {
    }
    return 0;
}
