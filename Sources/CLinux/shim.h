// Linux headers that the Glibc module leaves out.
#include <linux/memfd.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/syscall.h>

// Enumerators of unnamed types, given the types that the calls take.
static const unsigned int CLinux_EPOLLIN = EPOLLIN;
static const unsigned int CLinux_EPOLLEXCLUSIVE = EPOLLEXCLUSIVE;
static const int CLinux_EPOLL_CLOEXEC = EPOLL_CLOEXEC;
static const int CLinux_SFD_FLAGS = SFD_CLOEXEC | SFD_NONBLOCK;
static const short CLinux_SPAWN_FLAGS = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP;

// Declared by the C library only with _GNU_SOURCE, which the Glibc module does not set; the numbers are the kernel's.
static const int CLinux_F_OFD_GETLK = 36;
static const int CLinux_F_OFD_SETLK = 37;
static const int CLinux_F_OFD_SETLKW = 38;
static const int CLinux_F_ADD_SEALS = 1033;
// F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW and F_SEAL_WRITE: nothing about the file can change any more.
static const int CLinux_EVERY_SEAL = 1 | 2 | 4 | 8;
int memfd_create(const char *name, unsigned int flags);
int dup3(int from, int to, int flags);

// The short name of the calling process, cut at 15 bytes. Varying arguments, too.
int prctl(int option, ...);
static inline int CLinux_set_name(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }

// fork() for a process of one thread whose child belongs to its own parent. Swift cannot call `syscall`, which takes a
// varying number of arguments.
long syscall(long number, ...);
static inline long CLinux_fork_sibling(void) {
    enum { clone_parent = 0x00008000, sigchld = 17 };
    return syscall(SYS_clone, clone_parent | sigchld, 0, 0, 0, 0);
}
