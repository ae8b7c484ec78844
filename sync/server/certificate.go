package server

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"laci/pos"
)

const (
	certificateName  = "laci.tls.pem" // the self-made key and its certificate
	certificateLife  = 2 * 365 * 24 * time.Hour
	certificateRenew = 60 * 24 * time.Hour // before its end a new one is made, for the same key
	certificateLook  = time.Minute         // between two looks at whether it is still the right one
)

// certificate is what the server shows others: the owner's own files, or a
// self-made P-256 key, which stays, and a certificate for it that names this
// till.
type certificate struct {
	dir   string
	clock func() time.Time
	names []string

	mu     sync.Mutex
	held   *tls.Certificate
	of     string // the files, and how old they are, or the names it was made for
	looked time.Time
}

// get gives the certificate for the settings. A file that was renewed is read
// again; when that fails the one that was read before stays.
func (c *certificate) get(settings *pos.Settings) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held != nil && c.clock().Sub(c.looked).Abs() < certificateLook {
		return c.held, nil
	}
	err := c.look(settings)
	if c.held == nil {
		return nil, err
	}
	c.looked = c.clock()
	return c.held, nil
}

// load reads or makes the certificate anew, or says why that fails.
func (c *certificate) load(settings *pos.Settings) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.looked = c.clock()
	return c.look(settings)
}

func (c *certificate) look(settings *pos.Settings) error {
	if settings.CertFile != "" {
		return c.readOwn(settings.CertFile, settings.CertKeyFile)
	}
	names := slices.Concat(c.names, settings.Names, ownAddresses())
	of := fmt.Sprint("self", names)
	if c.held != nil && c.of == of && c.clock().Add(certificateRenew).Before(c.held.Leaf.NotAfter) {
		return nil
	}
	made, err := c.selfMade(names)
	if err == nil {
		c.held, c.of = made, of
	}
	return err
}

// readOwn reads the owner's files when they are not those that were read last.
func (c *certificate) readOwn(cert, key string) error {
	of := ""
	for _, path := range []string{cert, key} {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		of += fmt.Sprint(path, info.ModTime(), info.Size())
	}
	if c.of == of {
		return nil
	}
	read, err := tls.LoadX509KeyPair(cert, key)
	if err == nil {
		c.held, c.of = &read, of
	}
	return err
}

// selfMade gives the kept certificate if it names this till and is not about to
// end, else a new one for the kept key, or for a new key.
func (c *certificate) selfMade(names []string) (*tls.Certificate, error) {
	kept, err := c.kept()
	if err != nil {
		return nil, err
	}
	if kept != nil && c.clock().Add(certificateRenew).Before(kept.Leaf.NotAfter) && isFor(kept.Leaf, names) {
		return kept, nil
	}
	var key *ecdsa.PrivateKey
	if kept != nil {
		key, _ = kept.PrivateKey.(*ecdsa.PrivateKey)
	}
	if key == nil {
		if key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
			return nil, err
		}
	}
	text, err := c.issue(key, names)
	if err != nil {
		return nil, err
	}
	made, err := tls.X509KeyPair(text, text)
	if err != nil {
		return nil, err
	}
	return &made, c.keep(text)
}

// isFor tells whether a certificate names all of these.
func isFor(leaf *x509.Certificate, names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return leaf.VerifyHostname(hostname(name)) != nil })
}

// issue makes a certificate that vouches for nobody but itself, as PEM, with the
// key before it.
func (c *certificate) issue(key *ecdsa.PrivateKey, names []string) ([]byte, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	now := c.clock()
	template := x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: "Laci"},
		NotBefore: now.Add(-24 * time.Hour), NotAfter: now.Add(certificateLife),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true,
		DNSNames: []string{"localhost"},
	}
	for _, name := range names {
		name = hostname(name)
		if address := net.ParseIP(name); address != nil {
			template.IPAddresses = append(template.IPAddresses, address)
		} else {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	cert, err := x509.CreateCertificate(rand.Reader, &template, &template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	_ = pem.Encode(&text, &pem.Block{Type: "PRIVATE KEY", Bytes: private}) // to memory: never fails
	_ = pem.Encode(&text, &pem.Block{Type: "CERTIFICATE", Bytes: cert})
	return text.Bytes(), nil
}

// kept reads the self-made certificate of the directory; nil when there is none.
// A file that holds none is not written over: it may be the owner's.
func (c *certificate) kept() (*tls.Certificate, error) {
	if c.dir == "" {
		return c.heldSelf(), nil
	}
	text, err := os.ReadFile(filepath.Join(c.dir, certificateName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	kept, err := tls.X509KeyPair(text, text)
	return &kept, err
}

// heldSelf is the self-made certificate in memory, if that is what is held.
func (c *certificate) heldSelf() *tls.Certificate {
	if c.held == nil || c.held.Leaf.Subject.CommonName != "Laci" {
		return nil
	}
	return c.held
}

// keep writes the key and certificate beside their name and gives them the name,
// for this account alone.
func (c *certificate) keep(text []byte) error {
	if c.dir == "" {
		return nil
	}
	file, err := os.CreateTemp(c.dir, certificateName+".*.part") // made 0600
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), filepath.Join(c.dir, certificateName))
	}
	if err != nil {
		err = errors.Join(err, os.Remove(file.Name()))
	}
	return err
}

// pin is the SHA-256 of the public key, as the certificate has it, in base64; ""
// before there is one.
func (c *certificate) pin() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil {
		return ""
	}
	sum := sha256.Sum256(c.held.Leaf.RawSubjectPublicKeyInfo)
	return base64.StdEncoding.EncodeToString(sum[:])
}
