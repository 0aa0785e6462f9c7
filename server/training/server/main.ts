/** The training server: `server.js FOLDER`. */
