// Linux headers that the Glibc module leaves out.
#include <linux/memfd.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

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
int memfd_create(const char *name, unsigned int flags);
