package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
)

// noticeName is the variable in which a start tells the next one what to say.
const noticeName = "LACI_NOTICE"

// again starts the program anew in its own place, with one more variable. It
// comes back only where that cannot be done, or on Windows, which knows no such
// thing: there it waits for the new one.
func again(variable string) error {
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("laci: not started again: %w", err)
	}
	env := append(os.Environ(), variable)
	if runtime.GOOS != "windows" {
		return fmt.Errorf("laci: not started again: %w", syscall.Exec(program, os.Args, env))
	}
	next := exec.Command(program, os.Args[1:]...)
	next.Env, next.Stdin, next.Stdout, next.Stderr = env, os.Stdin, os.Stdout, os.Stderr
	return next.Run()
}
