internal import CLibPQ

/// Has libpq begin a connection with these parameters and nothing else; nil when it is out of memory.
/// See <https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-PQCONNECTSTARTPARAMS>.
func startConnecting(_ parameters: [(keyword: String, value: String)]) -> OpaquePointer? {
    unsafe withCStrings(parameters.map(\.keyword)) { keywords in
        unsafe withCStrings(parameters.map(\.value)) { values in
            unsafe PQconnectStartParams(keywords, values, 0)
        }
    }
}
