// fcgiapp.h only: fcgi_stdio.h redefines FILE, printf and fopen by macro.
#include <fcgiapp.h>
